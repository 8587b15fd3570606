package org.rustos.cli.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rustos.cli.Main;
import org.rustos.cli.run.HostStreams;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Good plug-ins are found; each way in which a jar can be bad is one line and exit code 65. */
class PluginsTest {
    private static final String MECHANISM = "META-INF/services/org.rustos.channels.Mechanism";
    private static final String WORKLOAD = "META-INF/services/org.rustos.workloads.Workload";
    private static final int MAJOR_VERSION = 7;

    @TempDir private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aPluginIsListedAndForgottenWithItsCommand() throws IOException {
        jar(
                "echo.jar",
                Map.of(MECHANISM, name(EchoMechanism.class).getBytes(UTF_8)),
                EchoMechanism.class);
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        assertEquals(0, run("list", "mechanisms", "--plugins", folder.toString()), err.toString());
        assertTrue(out.toString().lines().anyMatch(l -> l.startsWith("echo ")), out.toString());
        assertSame(before, Thread.currentThread().getContextClassLoader());
        out.getBuffer().setLength(0);
        assertEquals(0, run("list", "mechanisms"));
        assertTrue(out.toString().lines().noneMatch(l -> l.startsWith("echo ")), out.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "org.example.Missing, which is not in the jar",
        "java.lang.String, does not implement org.rustos.channels.Mechanism",
        "org.rustos.channels.syscall.SyscallMechanism, there is a mechanism syscall already",
        "org.rustos.channels.Mechanism, needs to be a public class with a public constructor",
        "org/rustos, which is not in the jar",
    })
    void aBadServiceFileIsOneLine(String provider, String named) throws IOException {
        jar("bad.jar", Map.of(MECHANISM, provider.getBytes(UTF_8)));
        refused(named, "bad.jar", provider.replace("SyscallMechanism", ""));
    }

    @Test
    void twoPluginsOfOneIdAreRefusedAtTheSecond() throws IOException {
        byte[] provider = ("# ours\n" + name(EchoMechanism.class) + " # echo\n").getBytes(UTF_8);
        jar("a.jar", Map.of(MECHANISM, provider), EchoMechanism.class);
        jar("b.jar", Map.of(MECHANISM, provider));
        refused("there is a mechanism echo already", "b.jar", "give it another id");
    }

    @Test
    void anIdThatNoOptionCanNameIsRefused() throws IOException {
        jar(
                "bad.jar",
                Map.of(MECHANISM, name(EchoMechanism.Nameless.class).getBytes(UTF_8)),
                EchoMechanism.class,
                EchoMechanism.Nameless.class);
        refused("mechanism id \"No Name\"", "bad.jar", "lower-case words");
    }

    @Test
    void aClassOfANewerJavaIsRefused() throws IOException {
        byte[] newer = bytes(EchoMechanism.class);
        newer[MAJOR_VERSION]++;
        String type = "org.rustos.cli.plugin.EchoMechanism";
        String renamed = "org.rustos.cli.plugin.FlopMechanism"; // not the test's own class path's
        jar(
                "new.jar",
                Map.of(
                        MECHANISM,
                        renamed.getBytes(UTF_8),
                        path(renamed),
                        renamed(newer, type, renamed)));
        refused("compiled for a newer Java", "new.jar", "--release");
    }

    @Test
    void aClassThatMissesAnotherIsRefused() throws IOException {
        String type = "org.rustos.cli.plugin.EchoMechanism";
        String other = "org.rustos.cli.plugin.FlopMechanism";
        byte[] gone =
                renamed(
                        renamed(bytes(EchoMechanism.class), type, other),
                        "org.rustos.channels.Mechanism",
                        "org.rustos.channels.Mechanics");
        jar("old.jar", Map.of(MECHANISM, other.getBytes(UTF_8), path(other), gone));
        refused("does not fit this version of the emulator", "old.jar", "NoClassDefFoundError");
    }

    @Test
    void whatIsNoJarOrOffersNothingIsRefused() throws IOException {
        Files.writeString(folder.resolve("text.jar"), "not a zip");
        refused("cannot be read as a jar", "text.jar");
        Files.delete(folder.resolve("text.jar"));
        jar("empty.jar", Map.of(WORKLOAD, new byte[0]));
        refused("offers nothing", "empty.jar");
    }

    @ParameterizedTest
    @CsvSource({"missing, no such folder", "'', no file there ends in .jar"})
    void aFolderWithoutJarsIsRefused(String name, String named) {
        assertEquals(65, run("run", "null-call", "--plugins", folder.resolve(name).toString()));
        oneLine(named);
    }

    @Test
    void aFailureInsideAPluginNamesItsClass() {
        IllegalStateException ours = new IllegalStateException("ours");
        assertNull(Plugins.blame(ours));
        IllegalStateException theirs = new IllegalStateException("theirs", ours);
        theirs.setStackTrace(
                new StackTraceElement[] {
                    new StackTraceElement(
                            "plug-ins", null, null, "org.example.Broken", "bind", "B.java", 7)
                });
        assertEquals("org.example.Broken", Plugins.blame(new RuntimeException(theirs)));
    }

    private void refused(String... named) {
        assertEquals(65, run("list", "workloads", "--plugins", folder.toString()));
        oneLine(named);
    }

    private void oneLine(String... named) {
        assertEquals(1, err.toString().lines().count(), err.toString());
        for (String text : named) {
            assertTrue(err.toString().contains(text), err.toString());
        }
        err.getBuffer().setLength(0);
    }

    private int run(String... args) {
        return Main.run(
                HostStreams.ofProcess(),
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                args);
    }

    private void jar(String name, Map<String, byte[]> files, Class<?>... classes)
            throws IOException {
        Map<String, byte[]> all = new TreeMap<>(files);
        for (Class<?> type : classes) {
            all.put(path(type.getName()), bytes(type));
        }
        try (ZipOutputStream zip =
                new ZipOutputStream(Files.newOutputStream(folder.resolve(name)))) {
            for (Map.Entry<String, byte[]> file : all.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        }
    }

    private static String name(Class<?> type) {
        return type.getName();
    }

    private static String path(String className) {
        return className.replace('.', '/') + ".class";
    }

    private static byte[] bytes(Class<?> type) throws IOException {
        try (InputStream in = type.getResourceAsStream("/" + path(type.getName()))) {
            return in.readAllBytes();
        }
    }

    /** The class file with one name of equal length in place of another. */
    private static byte[] renamed(byte[] file, String from, String to) {
        assertEquals(from.length(), to.length());
        String text = new String(file, ISO_8859_1);
        return text.replace(from.replace('.', '/'), to.replace('.', '/')).getBytes(ISO_8859_1);
    }
}
