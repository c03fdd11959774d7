package org.lockreplay.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs commands one after the other in the working directory of a process of its own, and keeps
 * what each printed, standard error first, in a file named by its number.
 */
final class SessionsInTurn {

    private SessionsInTurn() {}

    /**
     * @param arguments a file with a command a line, and a folder for what they print
     */
    public static void main(String[] arguments) throws IOException {
        List<String> commands = Files.readAllLines(Path.of(arguments[0]));
        for (int i = 0; i < commands.size(); i++) {
            Console.Result result = new Console().run((Object[]) commands.get(i).split(" +"));
            Files.writeString(
                    Path.of(arguments[1], Integer.toString(i)), result.error() + result.out());
        }
    }
}
