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
        browser.tabTo("e.tagName === 'SELECT' && e.name === '" + name + "'");
        browser.press("Home");
        for (int i = 0; i < 100; i++) {
            if (browser.evaluate("document.activeElement.value").asText().equals(value)) {
                return;
            }
            browser.press("ArrowDown");
        }
        throw new AssertionError("no " + value + " in " + name);
    }

    private int count(String selector) throws Exception {
        return browser.evaluate("document.querySelectorAll('" + selector + "').length").asInt();
    }

    private void awaitSome(String selector) throws Exception {
        browser.await("document.querySelector('" + selector + "')");
    }

    @Test
    void aKeyboardIsEnough() throws Exception {
        browser.open(server.url());
        awaitSome(".connection.on");
        awaitSome("#guest-form button");
        String query = browser.evaluate("location.search").asText();
        assertEquals("", query, "the token left the address");
        browser.tabTo("e.classList.contains('skip')");
        String report = measureASuite();
        lookIntoAGuest();
        browser.scheme("light");
        browser.open(report);
        awaitSome("main svg");
        browser.await("document.title.includes('quick')");
        assertEquals(List.of(), browser.complaints());
    }

    /** The address of its report. */
    private String measureASuite() throws Exception {
        choose("suite", "quick");
        browser.tabTo("e.tagName === 'SUMMARY'");
        browser.press("Enter");
        browser.tabTo("e.name === 'mechanism' && e.value === 'direct'");
        browser.press(" ");
        browser.tabTo("e.name === 'workload' && e.value === 'null-call'");
        browser.press(" ");
        browser.tabTo("e.type === 'submit'");
        browser.press("Enter");
        awaitSome("#row-list tr.measured");
        awaitSome("#job-1 .state.done");
        assertEquals(0, count("#row-list tr.failed"));
        awaitSome("#folder-list a");
        pictures("suite");
        return browser.evaluate("document.querySelector('#job-1 a').href").asText();
    }

    private void lookIntoAGuest() throws Exception {
        choose("workload", "revocation");
        choose("mechanism", "channel");
        browser.tabTo("e.type === 'submit'");
        browser.press("Enter");
        awaitSome("#job-2 .state.done");
        awaitSome("#graph .node.process");
        browser.await(points("cycles-chart") + " > 20");
        browser.await(points("queues-chart") + " > 20");

        browser.tabTo("e.id === 'moment'");
        browser.press("PageDown");
        browser.press("PageDown");
        for (int i = 0; i < 200 && count("#graph path.derived") < 3; i++) {
            browser.press("ArrowLeft");
            browser.evaluate("new Promise((done) => requestAnimationFrame(done))");
        }
        assertTrue(count("#graph path.derived") >= 3, "a moment with a family of capabilities");
        assertTrue(count("#graph .node.gone") > 0, "and those that were taken back");
        browser.tabTo("e.closest('#graph')");
        browser.press("End");
        browser.press("ArrowLeft");
        String detail = "document.getElementById('graph-detail').textContent";
        String said = browser.evaluate(detail).asText();
        assertTrue(said.contains("derived from"), said);
        pictures("guest");
    }

    private static String points(String chart) {
        return "echarts.getInstanceByDom(document.getElementById('"
                + chart
                + "'))?.getOption().series[0].data.length";
    }
}
