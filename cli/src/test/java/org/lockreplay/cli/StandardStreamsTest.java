package org.lockreplay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class StandardStreamsTest {

    @Test
    void closingFromOutsideEndsAReadThatWaits() throws Exception {
        Pipe pipe = Pipe.open();
        StandardInput input = new StandardInput(pipe.source());
        pipe.sink().write(ByteBuffer.wrap("seen".getBytes(StandardCharsets.UTF_8)));
        CompletableFuture<byte[]> all =
                CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return input.readAllBytes();
                            } catch (IOException unexpected) {
                                throw new AssertionError(unexpected);
                            }
                        });
        while (!all.isDone()) {
            input.close();
        }
        assertThat(new String(all.get(), StandardCharsets.UTF_8)).isIn("seen", "");
        assertThat(input.read()).isEqualTo(-1);
    }

    @Test
    void aClosedPipeIsNoFailure() {
        StandardOutput output = new StandardOutput(new Refusing("Broken pipe"));
        assertThatThrownBy(() -> writeMuch(output)).isInstanceOf(IOException.class);
        assertThat(output.complete()).isEmpty();
        assertThat(output.hasFailed()).isTrue();
    }

    @Test
    void aFullDiskIsAFailure() {
        StandardOutput output = new StandardOutput(new Refusing("No space left on device"));
        assertThatThrownBy(() -> writeMuch(output)).isInstanceOf(IOException.class);
        assertThat(output.complete()).hasValue("No space left on device");
    }

    @Test
    void whatIsBufferedIsWrittenInTheEnd() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StandardOutput output = new StandardOutput(bytes);
        output.write("text".getBytes(StandardCharsets.UTF_8));
        assertThat(output.complete()).isEmpty();
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("text");
    }

    private static void writeMuch(OutputStream output) throws IOException {
        for (int i = 0; i < 100; i++) {
            output.write(new byte[10_000]);
        }
    }

    private static final class Refusing extends OutputStream {

        private final String reason;

        Refusing(String reason) {
            this.reason = reason;
        }

        @Override
        public void write(int one) throws IOException {
            throw new IOException(reason);
        }
    }
}
