package org.lockreplay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UsageErrorsTest {

    @Test
    void aWordThatIsNoCommandIsNamedWithOneThatItMayMean() {
        Console.Result result = new Console().run("repaly", "a.trace");

        assertThat(result.status()).isEqualTo(ExitStatus.USAGE);
        assertThat(result.error())
                .startsWith("lockreplay: no command 'repaly'\n")
                .contains("Did you mean: lockreplay replay?")
                .endsWith("See 'lockreplay --help'.\n");
    }

    @Test
    void anArgumentTooManyIsNamed() {
        Console.Result result = new Console().run("replay", "a.trace", "b.trace");

        assertThat(result.status()).isEqualTo(ExitStatus.USAGE);
        assertThat(result.error())
                .startsWith("lockreplay: one argument too many: 'b.trace'\n")
                .endsWith("See 'lockreplay replay --help'.\n");
    }

    @Test
    void anUnknownOptionIsCalledOne() {
        Console.Result result = new Console().run("replay", "a.trace", "--no-such");

        assertThat(result.status()).isEqualTo(ExitStatus.USAGE);
        assertThat(result.error()).startsWith("lockreplay: Unknown option: '--no-such'\n");
    }
}
