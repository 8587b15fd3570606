package org.rustos.core.snapshot;

import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;

/** Functions that were made while a machine ran, by where they stand in the code. */
final class Functions {
    private Functions() {}

    static void write(SerializedLambda form, GraphBytes to) {
        to.putString(form.getCapturingClass());
        to.putString(form.getFunctionalInterfaceClass());
        to.putString(form.getFunctionalInterfaceMethodName());
        to.putString(form.getFunctionalInterfaceMethodSignature());
        to.putLong(form.getImplMethodKind());
        to.putString(form.getImplClass());
        to.putString(form.getImplMethodName());
        to.putString(form.getImplMethodSignature());
        to.putString(form.getInstantiatedMethodType());
    }

    /** What {@link #write} wrote, still without what it captured. */
    record Form(
            String capturing,
            String type,
            String method,
            String signature,
            int kind,
            String implementing,
            String implementation,
            String implementationSignature,
            String instantiated) {

        static Form read(GraphBytes from) throws SnapshotException {
            return new Form(
                    from.getString(),
                    from.getString(),
                    from.getString(),
                    from.getString(),
                    from.getInt(1, 9),
                    from.getString(),
                    from.getString(),
                    from.getString(),
                    from.getString());
        }

        /**
         * The function again: the class whose code it is makes it.
         *
         * @param owner the class named by {@link #capturing}
         */
        Object make(Class<?> owner, Object[] captured) throws SnapshotException {
            SerializedLambda form =
                    new SerializedLambda(
                            owner,
                            type,
                            method,
                            signature,
                            kind,
                            implementing,
                            implementation,
                            implementationSignature,
                            instantiated,
                            captured);
            try {
                Method maker =
                        owner.getDeclaredMethod("$deserializeLambda$", SerializedLambda.class);
                maker.setAccessible(true);
                return maker.invoke(null, form);
            } catch (ReflectiveOperationException | RuntimeException e) {
                throw new SnapshotException(
                        "a function of " + owner.getName() + " in it does not exist here", e);
            }
        }
    }
}
