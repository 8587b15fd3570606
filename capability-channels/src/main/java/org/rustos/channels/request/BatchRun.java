package org.rustos.channels.request;

import org.rustos.channels.abi.BatchLayout;
import org.rustos.core.machine.Work;
import org.rustos.kernel.op.Caller;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.op.HandleSpace;
import org.rustos.kernel.op.OpResult;
import org.rustos.kernel.op.OpRun;
import org.rustos.kernel.op.RefusedRun;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The operations of one batch, one after another: each is fetched once, decoded, executed and
 * answered in its own place. What fails does not stop the others; only an array that cannot be read
 * or written ends the batch, with what was done by then done.
 */
public final class BatchRun implements OpRun {
    private enum Phase {
        BEGIN,
        FETCH,
        DECODE,
        EXECUTE,
        ANSWER
    }

    private static final long U32 = 0xffff_ffffL;

    private final BatchService service;
    private final long array;
    private final int count;
    private Phase phase = Phase.BEGIN;
    private int at;
    private int succeeded;
    private Request request;
    private OpRun operation;
    private HandleSpace handles;
    private Waker waker = _ -> {};
    private OpResult result;

    BatchRun(BatchService service, long array, int count) {
        this.service = service;
        this.array = array;
        this.count = count;
    }

    /** Operations that were begun. */
    public int begun() {
        return phase == Phase.BEGIN || phase == Phase.FETCH ? at : at + 1;
    }

    @Override
    public Work.Progress step(Caller caller) {
        switch (phase) {
            case BEGIN -> {
                caller.charge("batch.begin");
                phase = Phase.FETCH;
            }
            case FETCH -> {
                return fetch(caller);
            }
            case DECODE -> decode(caller);
            case EXECUTE -> {
                Work.Progress progress =
                        operation.step(
                                new Caller(
                                        caller.thread(), caller.core(), caller.paths(), handles));
                if (progress == Work.Progress.PARKED) {
                    return progress;
                }
                phase = progress == Work.Progress.DONE ? Phase.ANSWER : phase;
            }
            case ANSWER -> {
                return answer(caller);
            }
        }
        return Work.Progress.MORE;
    }

    private long address() {
        return array + (long) at * BatchLayout.OPERATION_SIZE;
    }

    private Work.Progress fetch(Caller caller) {
        caller.charge("batch.take");
        byte[] bytes = new byte[BatchLayout.OPERATION_SIZE];
        Errno error = service.memory().read(caller, address(), bytes, 0, bytes.length);
        if (error != Errno.OK) {
            return end(OpResult.failed(error));
        }
        ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long handle = words.getLong(BatchLayout.HANDLE);
        // A name that is no index is nobody's: the check refuses it like one that was never given.
        request =
                new Request(
                        words.getInt(BatchLayout.OPCODE),
                        words.getInt(BatchLayout.TYPE),
                        handle >>> Integer.SIZE == 0 ? handle : U32,
                        words.getLong(BatchLayout.A0),
                        words.getLong(BatchLayout.A1),
                        words.getLong(BatchLayout.A2),
                        words.getLong(BatchLayout.A3),
                        words.getLong(BatchLayout.RESERVED));
        phase = Phase.DECODE;
        return Work.Progress.MORE;
    }

    private void decode(Caller caller) {
        caller.charge("queue.decode");
        RequestDecoder.Decoded decoded = service.decoder().decode(request);
        if (decoded.error() == Errno.OK) {
            handles = service.handles().of(decoded, address());
            operation = service.ops().begin(decoded.op());
            operation.onWake(atMc -> waker.wake(atMc));
        } else {
            handles = null;
            operation = new RefusedRun(decoded.error());
        }
        phase = Phase.EXECUTE;
    }

    private Work.Progress answer(Caller caller) {
        caller.charge("batch.answer");
        byte[] word = new byte[Long.BYTES];
        ByteBuffer.wrap(word).order(ByteOrder.LITTLE_ENDIAN).putLong(operation.result().word());
        Errno error =
                service.memory()
                        .write(caller, address() + BatchLayout.RESULT, word, 0, word.length);
        if (error != Errno.OK) {
            return end(OpResult.failed(error));
        }
        succeeded += operation.result().ok() ? 1 : 0;
        phase = Phase.FETCH;
        at++;
        return at == count ? end(OpResult.of(succeeded)) : Work.Progress.MORE;
    }

    private Work.Progress end(OpResult how) {
        result = how;
        return Work.Progress.DONE;
    }

    @Override
    public OpResult result() {
        return result;
    }

    @Override
    public void onWake(Waker next) {
        waker = next;
    }
}
