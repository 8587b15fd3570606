package org.rustos.cli.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rustos.bench.run.Runners;
import org.rustos.cli.serve.job.Board;
import org.rustos.cli.serve.job.ResultFolders;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The page in a real browser, used by the keyboard alone. */
class BrowserTest {
    /** Where pictures go for people to look at, if anywhere. */
    private static final String PICTURES = System.getProperty("rustos.pictures");

    @TempDir private Path folder;

    private Board board;
    private LiveServer server;
    private Chromium browser;

    @BeforeEach
    void start() throws Exception {
        Path binary = Chromium.find();
        if (binary == null) {
            System.out.println("BrowserTest: no Chromium here, the live view's page is not tested");
        }
        assumeTrue(binary != null);
        ResultFolders folders = new ResultFolders(folder.resolve("out"));
        board =
                new Board(
                        new Board.Setup(Runners.find().orElseThrow(), 1, 1, List.of(), ""),
                        folders);
        server = LiveServer.start("127.0.0.1", 0, AccessToken.random(), board, folders);
        browser = Chromium.start(binary, folder.resolve("profile"));
    }

    @AfterEach
    void stop() throws Exception {
        if (browser != null) {
            browser.close();
        }
        if (server != null) {
            server.close();
            board.close();
        }
    }

    private void pictures(String name) throws Exception {
        for (String scheme : List.of("light", "dark")) {
            browser.scheme(scheme);
            browser.evaluate("new Promise((done) => setTimeout(done, 300))");
            Path file =
                    (PICTURES == null ? folder : Path.of(PICTURES))
                            .resolve(name + "-" + scheme + ".png");
            browser.picture(file);
            assertTrue(Files.size(file) > 10_000);
        }
    }

    /** Chooses an option of a select by the keys that browsers give it. */
    private void choose(String name, String value) throws Exception {
        browser.tabTo("e.name === '" + name + "'");
        browser.press("Home");
        for (int i = 0; i < 100; i++) {
            if (browser.evaluate("document.activeElement.value").asText().equals(value)) {
                return;
            }
            browser.press("ArrowDown");
        }
        throw new AssertionError("no " + value + " in " + name);
    }

    @Test
    void aKeyboardIsEnough() throws Exception {
        browser.open(server.url());
        browser.await(
                "document.querySelector('.connection.on') && document.querySelector('#suite-form"
                    + " button')");
        assertEquals(
                "", browser.evaluate("location.search").asText(), "the token left the address");

        browser.evaluate("document.body.focus()");
        browser.tabTo("e.classList.contains('skip')");
        choose("suite", "quick");
        browser.tabTo("e.tagName === 'SUMMARY'");
        browser.press("Enter");
        browser.tabTo("e.name === 'mechanism' && e.value === 'direct'");
        browser.press(" ");
        browser.tabTo("e.name === 'workload' && e.value === 'null-call'");
        browser.press(" ");
        browser.tabTo("e.type === 'submit'");
        browser.press("Enter");
        browser.await("document.querySelectorAll('#row-list tr.measured').length > 0");
        browser.await("document.querySelector('#job-1 .state.done')");
        assertEquals(
                0,
                browser.evaluate("document.querySelectorAll('#row-list tr.failed').length")
                        .asInt());
        String report = browser.evaluate("document.querySelector('#job-1 a').href").asText();
        assertTrue(report.contains("/results/quick-1/report.html"), report);
        browser.await("document.querySelector('#folder-list a')");
        pictures("suite");

        choose("workload", "file-read");
        choose("mechanism", "channel");
        browser.tabTo("e.type === 'submit'");
        browser.press("Enter");
        browser.await("document.querySelector('#job-2 .state.done')");
        browser.await("document.querySelectorAll('#graph .node.process').length > 0");
        browser.await(points("cycles-chart") + " > 20");
        browser.await(points("queues-chart") + " > 20");

        browser.tabTo("e.id === 'moment'");
        for (int i = 0; i < 3; i++) {
            browser.press("ArrowLeft");
        }
        for (int i = 0;
                i < 400
                        && browser.evaluate(
                                                "document.querySelectorAll('#graph"
                                                    + " .node.capability').length")
                                        .asInt()
                                == 0;
                i++) {
            browser.press("ArrowLeft");
        }
        assertTrue(
                browser.evaluate("document.querySelectorAll('#graph .node.capability').length")
                                .asInt()
                        > 0);
        browser.tabTo("e.closest('#graph')");
        browser.press("ArrowRight");
        assertTrue(
                browser.evaluate("document.getElementById('graph-detail').textContent")
                        .asText()
                        .contains("holds"));
        pictures("guest");

        browser.scheme("light");
        browser.open(report);
        browser.await(
                "document.querySelectorAll('svg').length > 1 && document.title.includes('quick')");
        assertEquals(List.of(), browser.complaints());
    }

    private static String points(String chart) {
        return "echarts.getInstanceByDom(document.getElementById('"
                + chart
                + "'))?.getOption().series[0].data.length";
    }
}
