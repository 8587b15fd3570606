package org.rustos.cli.plugin;

import org.rustos.cli.CommandFailure;
import org.rustos.cli.ExitCode;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Opens a folder of jars as one class loader and makes it the thread's context class loader, where
 * services are looked for. Every provider is tried first, so that what is wrong with a jar is said
 * once and by its name.
 */
public final class Plugins {
    /** Name of the class loader: stack frames of plug-ins carry it. */
    private static final String LOADER = "plug-ins";

    private Plugins() {}

    /**
     * Loads all jars of a folder.
     *
     * @return the jars, in the order of their names
     */
    static List<Path> load(Path folder) {
        List<Path> jars = jars(folder);
        // Open to the end of the process: classes are read from it whenever they are first used.
        URLClassLoader loader =
                new URLClassLoader(
                        LOADER,
                        jars.stream().map(Plugins::url).toArray(URL[]::new),
                        Plugins.class.getClassLoader());
        Ids ids = Ids.ofThisBuild();
        for (Path jar : jars) {
            PluginJar.read(jar).check(loader, ids);
        }
        Thread.currentThread().setContextClassLoader(loader);
        return jars;
    }

    private static List<Path> jars(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw bad("--plugins " + folder + ": no such folder; name one with jars in it");
        }
        List<Path> jars = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.getFileName().toString().endsWith(".jar"))
                    .sorted()
                    .forEach(jars::add);
        } catch (IOException e) {
            throw bad("--plugins " + folder + ": cannot be read: " + e.getMessage());
        }
        if (jars.isEmpty()) {
            throw bad("--plugins " + folder + ": no file there ends in .jar; put the plug-in's in");
        }
        for (Path jar : jars) {
            if (jar.toString().contains(File.pathSeparator)) {
                throw bad(jar + ": no class path can hold a name with " + File.pathSeparator);
            }
        }
        return List.copyOf(jars);
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(jar.toString(), e);
        }
    }

    /**
     * The class of a plug-in that a failure went through, or null if it was none: then the bug is
     * ours.
     */
    public static String blame(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            for (StackTraceElement frame : at.getStackTrace()) {
                if (LOADER.equals(frame.getClassLoaderName())) {
                    return frame.getClassName();
                }
            }
        }
        return null;
    }

    static CommandFailure bad(String message) {
        return new CommandFailure(ExitCode.BAD_INPUT, message);
    }
}
