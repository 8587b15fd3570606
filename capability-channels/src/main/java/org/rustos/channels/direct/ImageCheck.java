package org.rustos.channels.direct;

import org.rustos.channels.abi.DirectLayout;
import org.rustos.core.cpu.CodeScanner;
import org.rustos.core.memory.Mapping;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.kernel.Flaw;
import org.rustos.kernel.Kernel;
import org.rustos.kernel.memory.Area;
import org.rustos.kernel.process.Process;
import org.rustos.kernel.program.ProgramException;

import java.io.ByteArrayOutputStream;

/**
 * Refuses a program that could leave its protection domain or not live in it: no page writable and
 * executable, nothing where the service goes or out of the user's reach, and, where instructions
 * can open the domain, none of those in what it may execute, at any offset and across page ends.
 */
final class ImageCheck {
    private final Kernel kernel;
    private final Process process;
    private final Isolation isolation;

    ImageCheck(Kernel kernel, Process process, Isolation isolation) {
        this.kernel = kernel;
        this.process = process;
        this.isolation = isolation;
    }

    /**
     * Checks everything that was loaded.
     *
     * @throws ProgramException one line that names the first finding
     */
    void check() throws ProgramException {
        ByteArrayOutputStream run = new ByteArrayOutputStream();
        long start = 0;
        long end = 0;
        for (Area area : process.areas().all()) {
            if (area.start() < DirectLayout.IMAGES && area.end() > DirectLayout.LOW) {
                throw new ProgramException(
                        "image uses 0x%x, where the in-process service goes; link it elsewhere"
                                .formatted(area.start()));
            }
            if (!isolation.holds(area.start(), area.end())) {
                throw new ProgramException(
                        "image uses 0x%x, out of reach of user code beside a service; link it with"
                                        .formatted(area.start())
                                + " --image-base=0x%x".formatted(DirectLayout.IMAGES));
            }
            if (!area.permissions().execute()) {
                continue;
            }
            if (area.permissions().write()) {
                throw new ProgramException(
                        "image has a page at 0x%x that is writable and executable; link it with"
                                        .formatted(area.start())
                                + " separate segments");
            }
            if (area.start() != end) {
                scan(run, start);
                run.reset();
                start = area.start();
            }
            append(run, area);
            end = area.end();
        }
        scan(run, start);
    }

    private void append(ByteArrayOutputStream run, Area area) {
        byte[] page = new byte[(int) PhysicalMemory.PAGE_SIZE];
        for (long va = area.start(); va < area.end(); va += page.length) {
            Mapping mapping = process.space().lookup(va);
            if (mapping == null) {
                // Not brought in yet: it will be zeroes.
                run.write(new byte[page.length], 0, page.length);
            } else {
                kernel.board().memory().read(mapping.physical(va), page, 0, page.length);
                run.write(page, 0, page.length);
            }
        }
    }

    private void scan(ByteArrayOutputStream run, long start) throws ProgramException {
        if (!isolation.searchesImages() || process.omits(Flaw.SCAN)) {
            return;
        }
        CodeScanner.Finding finding =
                kernel.board().model().codeScanner().next(run.toByteArray(), 0);
        if (finding != null) {
            throw new ProgramException(
                    "image holds %s at 0x%x, outside of the registered gates"
                            .formatted(finding.instruction(), start + finding.offset()));
        }
    }
}
