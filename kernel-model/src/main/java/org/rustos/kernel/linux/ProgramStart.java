package org.rustos.kernel.linux;

import org.rustos.core.elf.ElfException;
import org.rustos.core.elf.ElfImage;
import org.rustos.core.elf.ElfReader;
import org.rustos.core.memory.AddressSpace;
import org.rustos.core.memory.OutOfFramesException;
import org.rustos.kernel.file.Answer;
import org.rustos.kernel.file.Credentials;
import org.rustos.kernel.file.Directory;
import org.rustos.kernel.file.Inode;
import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.file.RegularFile;
import org.rustos.kernel.memory.UserAreas;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.process.Process;
import org.rustos.kernel.process.UserThread;
import org.rustos.kernel.program.ProgramException;
import org.rustos.kernel.program.ProgramLoader;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** execve: everything is read and checked before the old program is given up. */
final class ProgramStart {
    private static final int MOST_ARGUMENTS = 1 << 16;
    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_SCRIPTS = 4;
    private static final int FIRST_LINE = 256;
    private static final int SIGKILL = 9;

    private ProgramStart() {}

    /** A program that can be started. */
    private record Program(ElfImage image, String path, List<String> arguments) {}

    static long execute(Request r) {
        return execute(r, r.path(0), 1);
    }

    /** execveat: a path from a directory, or an open file. */
    static long executeAt(Request r) {
        int flags = r.number(4);
        if ((flags & ~(PathCalls.AT_EMPTY_PATH | PathCalls.AT_SYMLINK_NOFOLLOW)) != 0) {
            return Errno.EINVAL.negative();
        }
        Answer<String> path = r.path(1);
        if (!path.ok() || path.value().startsWith("/") || r.number(0) == Request.AT_FDCWD) {
            return execute(r, path, 2);
        }
        OpenFile file = r.file(0);
        if (file == null) {
            return Errno.EBADF.negative();
        }
        if (path.value().isEmpty()) {
            return (flags & PathCalls.AT_EMPTY_PATH) == 0
                    ? Errno.ENOENT.negative()
                    : execute(r, Answer.of(file.path()), 2);
        }
        return file.inode() instanceof Directory directory
                ? execute(r, Answer.of(directory.path() + "/" + path.value()), 2)
                : Errno.ENOTDIR.negative();
    }

    private static long execute(Request r, Answer<String> path, int vectors) {
        if (!path.ok()) {
            return path.error().negative();
        }
        Answer<List<String>> arguments = texts(r, r.argument(vectors));
        Answer<List<String>> environment =
                arguments.ok() ? texts(r, r.argument(vectors + 1)) : arguments;
        if (!environment.ok()) {
            return environment.error().negative();
        }
        r.charge("process.exec");
        Answer<Program> program = find(r, path.value(), arguments.value(), 0);
        if (!program.ok()) {
            return program.error().negative();
        }
        AddressSpace fresh = null;
        try {
            fresh = r.process().borrowsMemory() ? null : r.kernel().newSpace();
        } catch (OutOfFramesException e) {
            return Errno.ENOMEM.negative();
        }
        replace(r, program.value(), environment.value(), fresh);
        // As Linux does it: the name that was asked for, of a script the script's.
        r.process().name(path.value().substring(path.value().lastIndexOf('/') + 1));
        return 0;
    }

    private static Answer<List<String>> texts(Request r, long address) {
        List<String> texts = new ArrayList<>();
        int bytes = 0;
        for (long at = address; at != 0; at += 8) {
            Struct pointer = r.get(at, 8);
            if (pointer == null) {
                return Answer.refused(Errno.EFAULT);
            }
            if (pointer.u64(0) == 0) {
                break;
            }
            var text = r.memory().string(r.caller(), pointer.u64(0), -1, MOST_BYTES);
            if (text.error() != Errno.OK) {
                boolean tooLong = text.error() == Errno.ENAMETOOLONG;
                return Answer.refused(tooLong ? Errno.E2BIG : text.error());
            }
            // The loader writes UTF-8; what is no UTF-8 would not come back as the same bytes.
            texts.add(new String(text.bytes(), StandardCharsets.UTF_8));
            bytes += text.bytes().length + 9;
            if (texts.size() > MOST_ARGUMENTS || bytes > MOST_BYTES) {
                return Answer.refused(Errno.E2BIG);
            }
        }
        return Answer.of(texts);
    }

    private static Answer<Program> find(Request r, String path, List<String> arguments, int depth) {
        Credentials who = r.process().credentials();
        Directory start = r.process().workingDirectory();
        LinuxProcess linux = r.process();
        if (path.equals("/proc/self/exe") && linux.image() != null) {
            return Answer.of(new Program(linux.image(), linux.executable(), arguments));
        }
        Answer<Inode> found = r.files().find(start, path, true, who, r.caller());
        if (!found.ok()) {
            return Answer.refused(found.error());
        }
        if (!(found.value() instanceof RegularFile regular)
                || !who.may(regular, Credentials.EXECUTE)) {
            return Answer.refused(Errno.EACCES);
        }
        byte[] bytes = regular.bytes();
        if (bytes == null) {
            return Answer.refused(Errno.EIO);
        }
        if (bytes.length > 2 && bytes[0] == '#' && bytes[1] == '!') {
            return depth == MOST_SCRIPTS
                    ? Answer.refused(Errno.ELOOP)
                    : script(r, bytes, path, arguments, depth);
        }
        try {
            ElfImage image = ElfReader.read(bytes);
            if (image.isa() != r.system().abi().isa()) {
                return Answer.refused(Errno.ENOEXEC);
            }
            if (image.interpreter() != null) {
                r.kernel().notice(path + ": needs a dynamic linker; link it statically");
                return Answer.refused(Errno.ENOEXEC);
            }
            return Answer.of(new Program(image, absolute(start, path), arguments));
        } catch (ElfException e) {
            return Answer.refused(Errno.ENOEXEC);
        }
    }

    private static String absolute(Directory start, String path) {
        if (path.startsWith("/")) {
            return path;
        }
        return start.isRoot() ? "/" + path : start.path() + "/" + path;
    }

    /** The first line names the interpreter and one argument. */
    private static Answer<Program> script(
            Request r, byte[] bytes, String path, List<String> arguments, int depth) {
        int end = 2;
        while (end < bytes.length && end < FIRST_LINE && bytes[end] != '\n') {
            end++;
        }
        String line = new String(bytes, 2, end - 2, StandardCharsets.ISO_8859_1).strip();
        if (line.isEmpty()) {
            return Answer.refused(Errno.ENOEXEC);
        }
        String[] words = line.split("[ \t]+", 2);
        List<String> all = new ArrayList<>();
        all.add(words[0]);
        if (words.length == 2) {
            all.add(words[1]);
        }
        all.add(path);
        all.addAll(arguments.subList(Math.min(1, arguments.size()), arguments.size()));
        return find(r, words[0], all, depth + 1);
    }

    /** The point of no return: a failure from here on kills. */
    private static void replace(
            Request r, Program program, List<String> environment, AddressSpace fresh) {
        LinuxProcess linux = r.process();
        Process process = linux.process();
        for (UserThread other : List.copyOf(process.threads())) {
            if (other != r.thread()) {
                r.kernel().exitThread(other, 0);
            }
        }
        AddressSpace oldSpace = process.space();
        UserAreas oldAreas = process.areas();
        boolean borrowed = linux.borrowsMemory();
        if (borrowed) {
            linux.giveBack(r.nowMc());
        } else {
            process.memory(fresh, r.kernel().newAreas(fresh));
            r.kernel().discard(oldSpace, oldAreas);
        }
        var context = r.thread().context();
        context.space(process.space());
        try {
            ProgramLoader.Loaded loaded =
                    new ProgramLoader(r.kernel())
                            .load(
                                    process,
                                    context,
                                    new ProgramLoader.Request(
                                            program.image(),
                                            program.arguments(),
                                            environment,
                                            _ -> null,
                                            r.system().hardware()));
            process.loaded(loaded);
            r.system().returnPage().map(process.areas());
            linux.breaks(loaded.breakStart(), loaded.breakStart());
        } catch (ProgramException e) {
            r.kernel().notice(program.path() + ": " + e.getMessage());
            r.system().terminate(r.caller(), linux, 128 + SIGKILL, SIGKILL);
            return;
        }
        linux.runs(program.path(), program.image(), program.arguments());
        linux.environment(environment);
        linux.actions().exec();
        linux.timers().clear();
        linux.descriptors().exec(r.caller());
        r.state().exec();
    }
}
