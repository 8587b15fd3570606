package org.rustos.cli.serve;

import org.rustos.bench.run.ExperimentRunner;
import org.rustos.bench.run.Runners;
import org.rustos.cli.CommandFailure;
import org.rustos.cli.plugin.PluginOption;
import org.rustos.cli.serve.job.Board;
import org.rustos.cli.serve.job.ResultFolders;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/** Shows runs in a browser while they go on. */
@Command(
        name = "serve",
        description = {
            "Serves a page that starts suites and guests, shows them while they run, and opens"
                    + " finished reports. Prints its address and runs until it is interrupted.",
            "Who knows the token in the address can start runs; nobody else gets anything."
        },
        mixinStandardHelpOptions = true)
public final class ServeCommand implements Callable<Integer> {
    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Port to listen on; default 0: any that is free.")
    private int port;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            description =
                    "Address to listen on; default ${DEFAULT-VALUE}. Any other is open to who can"
                            + " reach it, and not encrypted.")
    private String host = "127.0.0.1";

    @Option(
            names = "--token",
            paramLabel = "WORD",
            description = "Token to ask for, at least 16 letters, digits, - or _; default: random.")
    private String token;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Folder whose result folders are listed and into which suites write theirs;"
                            + " default ${DEFAULT-VALUE}.")
    private Path out = Path.of("out");

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "Worker processes of a suite; default: host cores.")
    private int jobs = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--guests",
            paramLabel = "N",
            description = "Guests that run at once; default ${DEFAULT-VALUE}.")
    private int guests = 2;

    @Mixin private PluginOption plugins;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        check();
        List<Path> jars = plugins.load();
        ExperimentRunner runner =
                Runners.find()
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "this build has no experiment runner"));
        ResultFolders folders = new ResultFolders(out);
        Board.Setup setup = new Board.Setup(runner, jobs, guests, jars, plugins.argument());
        try (Board board = new Board(setup, folders);
                LiveServer server = LiveServer.start(host, port, token(), board, folders)) {
            PrintWriter print = spec.commandLine().getOut();
            print.println("open " + server.url());
            print.flush();
            new CountDownLatch(1).await();
        }
        return 0;
    }

    private void check() {
        if (port < 0 || port > 65535) {
            throw CommandFailure.usage("--port " + port + ": give 0 to 65535");
        }
        if (jobs < 1) {
            throw CommandFailure.usage("--jobs " + jobs + ": needs at least 1");
        }
        if (guests < 1 || guests > 16) {
            throw CommandFailure.usage("--guests " + guests + ": give 1 to 16");
        }
        if (token != null && !AccessToken.valid(token)) {
            throw CommandFailure.usage(
                    "--token: give %d to %d letters, digits, - or _"
                            .formatted(AccessToken.SHORTEST, AccessToken.LONGEST));
        }
    }

    private AccessToken token() {
        return token == null ? AccessToken.random() : new AccessToken(token);
    }
}
