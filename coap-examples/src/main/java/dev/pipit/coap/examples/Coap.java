package dev.pipit.coap.examples;

import dev.pipit.coap.examples.cli.BenchCommand;
import dev.pipit.coap.examples.cli.DiscoverCommand;
import dev.pipit.coap.examples.cli.Failures;
import dev.pipit.coap.examples.cli.ObserveCommand;
import dev.pipit.coap.examples.cli.PingCommand;
import dev.pipit.coap.examples.cli.PlainCommand;
import dev.pipit.coap.examples.cli.RequestCommand;
import dev.pipit.coap.examples.cli.Terminal;
import dev.pipit.coap.examples.serve.ServeCommand;
import dev.pipit.coap.message.Code;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/**
 * The {@code coap} program: {@code coap serve}, {@code coap get coap://host/path} and so on, or
 * {@code coap -m get URI} as libcoap's {@code coap-client} has it.
 */
public final class Coap {
    private static final Map<String, Function<Terminal, Object>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("serve", ServeCommand::new);
        for (Code method : List.of(Code.GET, Code.PUT, Code.POST, Code.DELETE, Code.FETCH, Code.PATCH, Code.IPATCH)) {
            COMMANDS.put(RequestCommand.name(method), terminal -> new RequestCommand(terminal, method));
        }
        COMMANDS.put("observe", terminal -> new ObserveCommand(terminal, Clock.system(ZoneId.systemDefault())));
        COMMANDS.put("ping", PingCommand::new);
        COMMANDS.put("discover", DiscoverCommand::new);
        COMMANDS.put("bench", BenchCommand::new);
    }

    private Coap() {}

    /** Runs the program, and ends the JVM with its exit code. */
    public static void main(String[] args) {
        System.exit(run(Terminal.system(), args));
    }

    /** Runs the program, and gives its exit code. */
    public static int run(Terminal terminal, String... args) {
        List<String> arguments = withoutLevels(args);
        if (arguments.size() == 2 && arguments.get(0).equals("help")) {
            arguments = List.of(arguments.get(1), "--help");
        }
        String first = arguments.isEmpty() ? "" : arguments.get(0);
        Function<Terminal, Object> command = COMMANDS.get(first);
        if (command != null) {
            // Only this one, because each costs time at every start.
            CommandLine line = commandLine(terminal, first, command.apply(terminal));
            return line.execute(arguments.subList(1, arguments.size()).toArray(new String[0]));
        }
        CommandLine all = commandLine(terminal, "coap", new PlainCommand(terminal));
        if (arguments.isEmpty() || List.of("-h", "--help", "help").contains(first)) {
            COMMANDS.forEach(
                    (name, make) -> all.addSubcommand(name, commandLine(terminal, name, make.apply(terminal))));
            all.usage(arguments.isEmpty() ? terminal.err() : terminal.out(), Ansi.OFF);
            return arguments.isEmpty() ? Failures.USAGE : 0;
        }
        return all.execute(arguments.toArray(new String[0]));
    }

    /** Without the numbers that coap-client wants after its -v. */
    private static List<String> withoutLevels(String[] args) {
        List<String> arguments = new ArrayList<>(Arrays.asList(args));
        for (int i = 1; i < arguments.size(); i++) {
            if (arguments.get(i - 1).equals("-v") && arguments.get(i).matches("[0-9]")) {
                arguments.remove(i);
            }
        }
        return arguments;
    }

    private static CommandLine commandLine(Terminal terminal, String name, Object command) {
        CommandLine line = new CommandLine(command);
        HelpTexts.describe(line.getCommandSpec(), name);
        return line.setCommandName(name.equals("coap") ? name : "coap " + name)
                .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setParameterExceptionHandler(Failures::usage)
                .setExecutionExceptionHandler(Failures::execution);
    }
}
