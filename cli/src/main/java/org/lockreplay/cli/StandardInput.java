package org.lockreplay.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import org.lockreplay.parser.BlockStream;

/**
 * A stream that another thread can end while a read waits: what was read so far is then all of it.
 *
 * <p>A waiting read of {@link System#in} cannot be woken; one of a channel can, by closing it.
 */
final class StandardInput extends BlockStream {

    private final ReadableByteChannel channel;

    StandardInput(ReadableByteChannel channel) {
        this.channel = channel;
    }

    static StandardInput ofProcess() {
        return new StandardInput(new FileInputStream(FileDescriptor.in).getChannel());
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
        try {
            return channel.read(ByteBuffer.wrap(buffer, from, length));
        } catch (ClosedChannelException ended) {
            return -1;
        }
    }

    /** From now on every read, the one that waits included, is at the end of the input. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
