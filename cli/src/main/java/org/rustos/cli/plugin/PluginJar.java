package org.rustos.cli.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.rustos.channels.Mechanism;
import org.rustos.cli.CommandFailure;
import org.rustos.core.cpu.CpuModels;
import org.rustos.workloads.Workload;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * One jar and what its service files promise; the check that the promise holds, with one line for
 * each way in which it may not.
 */
final class PluginJar {
    private static final String FOLDER = "META-INF/services/";
    private static final List<Class<?>> SERVICES =
            List.of(Mechanism.class, Workload.class, CpuModels.class);

    /** A class that a service file names. */
    private record Promise(Class<?> service, String className) {}

    private final Path jar;
    private final List<Promise> promises;

    private PluginJar(Path jar, List<Promise> promises) {
        this.jar = jar;
        this.promises = promises;
    }

    /** Reads the service files only. */
    static PluginJar read(Path jar) {
        List<Promise> promises = new ArrayList<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (Class<?> service : SERVICES) {
                ZipEntry entry = zip.getEntry(FOLDER + service.getName());
                if (entry != null) {
                    for (String name : names(zip, entry)) {
                        promises.add(new Promise(service, name));
                    }
                }
            }
        } catch (IOException e) {
            throw Plugins.bad(jar + ": cannot be read as a jar: " + e.getMessage());
        }
        if (promises.isEmpty()) {
            throw Plugins.bad(
                    jar
                            + ": offers nothing; name its class in "
                            + FOLDER
                            + Mechanism.class.getName()
                            + " or "
                            + Workload.class.getSimpleName()
                            + "'s or "
                            + CpuModels.class.getSimpleName()
                            + "'s");
        }
        return new PluginJar(jar, promises);
    }

    private static List<String> names(ZipFile zip, ZipEntry entry) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            return new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .toList();
        }
    }

    /** Makes each provider once and takes its ids. */
    void check(ClassLoader loader, Ids ids) {
        for (Promise promise : promises) {
            String problem = problem(promise, loader, ids);
            if (problem != null) {
                throw failure(promise, problem);
            }
        }
    }

    private CommandFailure failure(Promise promise, String problem) {
        return Plugins.bad(jar + ": " + promise.service().getSimpleName() + " plug-in: " + problem);
    }

    private static String problem(Promise promise, ClassLoader loader, Ids ids) {
        String name = promise.className();
        try {
            Class<?> type = Class.forName(name, true, loader);
            if (!promise.service().isAssignableFrom(type)) {
                return name + " does not implement " + promise.service().getName();
            }
            return ids.claim(type.getConstructor().newInstance());
        } catch (ClassNotFoundException e) {
            return "its service file names " + name + ", which is not in the jar";
        } catch (UnsupportedClassVersionError e) {
            return name
                    + " is compiled for a newer Java; use javac --release "
                    + Runtime.version().feature();
        } catch (LinkageError e) {
            return name
                    + " does not fit this version of the emulator; compile it against its jars ("
                    + said(e)
                    + ")";
        } catch (InvocationTargetException e) {
            return name + " cannot be made: " + said(e.getCause());
        } catch (ReflectiveOperationException e) {
            return name + " needs to be a public class with a public constructor, no parameters";
        } catch (RuntimeException e) {
            return name + " does not say its id: " + said(e);
        }
    }

    private static String said(Throwable e) {
        return e.getMessage() == null
                ? e.getClass().getSimpleName()
                : e.getClass().getSimpleName() + ": " + e.getMessage();
    }
}
