package org.rustos.channels.queue;

import org.rustos.kernel.cap.CapResult;
import org.rustos.kernel.cap.KernelObject;
import org.rustos.kernel.cap.Rights;
import org.rustos.kernel.op.Caller;
import org.rustos.kernel.op.CapabilityHandles;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.op.HandleSpace;

/**
 * Handles whose rights a flawed kernel takes for checked, because those of an earlier fetch of the
 * same entry were ({@link org.rustos.kernel.Flaw#DOUBLE_FETCH}).
 */
record Unchecked(HandleSpace checked) implements HandleSpace {
    @Override
    public Found find(Caller caller, long handle, Use use) {
        if (checked instanceof CapabilityHandles handles
                && handles.look(caller, handle, null, Rights.NONE)
                        instanceof CapResult.Granted granted) {
            return Found.of(granted.capability().object());
        }
        return checked.find(caller, handle, use);
    }

    @Override
    public long install(Caller caller, KernelObject object) {
        return checked.install(caller, object);
    }

    @Override
    public Errno remove(Caller caller, long handle) {
        return checked.remove(caller, handle);
    }
}
