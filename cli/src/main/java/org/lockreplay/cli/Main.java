package org.lockreplay.cli;

/** The entry point, and the only place that ends the process. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        System.exit(new Session(Surroundings.ofProcess()).run(args));
    }
}
