// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import io.pumpbridge.runtime.launch.Caretaker;
import io.pumpbridge.runtime.launch.Draining;
import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.LaunchException.Fault;
import io.pumpbridge.runtime.launch.RunningAgent;
import io.pumpbridge.runtime.launch.Settings;
import io.pumpbridge.runtime.launch.ShippedBundles;
import io.pumpbridge.runtime.launch.StateDirectory;
import io.pumpbridge.runtime.wipe.ConfiguredFolders;
import io.pumpbridge.runtime.wipe.Decommission;
import io.pumpbridge.runtime.wipe.DrainWatch;
import io.pumpbridge.runtime.wipe.Elsewhere;
import io.pumpbridge.runtime.wipe.Mark;
import io.pumpbridge.runtime.wipe.Preparation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The end of a gateway, or of its time in this hospital. */
@Command(
    name = "decommission",
    mixinStandardHelpOptions = true,
    description = {
      "Wipes this gateway: keys, configuration, journal, drug library, associations, caches."
          + " Before, the last records go to the pump server, and a receipt is signed with the"
          + " gateway's own key. Pumps go on as they are.",
      "Interrupted at any moment, call it again: it goes on, and no agent starts until it is done."
    },
    footer = {
      "",
      "Verify a receipt: openssl cms -verify -inform DER -in FILE -CAfile ROOT.pem -purpose any",
      "Exit code 1: you did not confirm, or records would be lost; then nothing was wiped."
    })
public final class DecommissionCommand implements Callable<Integer> {
  /** The agent ends within 5 s of being told to. */
  private static final Duration LEAVE_LIMIT = Duration.ofSeconds(20);

  private static final long LOOK_MS = 200;

  @Mixin private Directories directories = new Directories();
  @Mixin private DecommissionOptions options = new DecommissionOptions();
  @Mixin private SchemaOption schema = new SchemaOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws LaunchException, InterruptedException, IOException {
    if (schema.isWanted()) {
      return schema.print(spec, "decommission");
    }
    if (!Files.isDirectory(directories.state)) {
      throw new LaunchException(
          Fault.USAGE, "nothing-here", "There is no state directory " + directories.state + ".");
    }
    DecommissionTalk talk = new DecommissionTalk(spec, directories.json);
    StateDirectory.requireOwn(directories.state);
    Path state = directories.state.toRealPath();
    Optional<Mark> begun = Mark.find(state);
    try {
      return begun.isPresent() ? finish(state, begun.get(), talk) : begin(state, talk);
    } catch (LaunchException e) {
      boolean isAnswer = Losing.ANSWERS.contains(e.code());
      int code = Failure.handle(e, spec.commandLine(), spec.commandLine().getParseResult());
      return isAnswer ? 1 : code;
    }
  }

  private int finish(Path path, Mark begun, DecommissionTalk talk)
      throws LaunchException, InterruptedException {
    Optional<Path> receipt = options.withoutReceipt ? Optional.empty() : begun.receipt();
    boolean isOpen = begun.stage() == Mark.Stage.DECIDED;
    if (isOpen && options.receipt.isPresent()) {
      Path wanted = options.receipt.get();
      receipt = Optional.of(Preparation.receipt(wanted, path, begun.config(), begun.receipt()));
    }
    Mark mark = begun.withReceipt(receipt);
    talk.say("A decommission had begun; it goes on.");
    try (StateDirectory state = takeSoon(path)) {
      Elsewhere elsewhere = elsewhere(path, found(mark.config()));
      boolean needed =
          (isOpen && receipt.isPresent())
              || (begun.stage() != Mark.Stage.WIPING && elsewhere.configured());
      try (Attended attended = attended(needed, state, mark, elsewhere)) {
        return talk.done(
            mark,
            new Decommission(state, elsewhere)
                .carryOut(mark, attended.caretaker(), undelivered -> {}));
      }
    }
  }

  /** Somebody who signs and asks the token, or nobody. */
  private record Attended(Optional<Caretaker> caretaker) implements AutoCloseable {
    @Override
    public void close() {
      caretaker.ifPresent(Caretaker::close);
    }
  }

  /** Without a receipt to sign, and if keys may stay in a token, it goes without as well. */
  private static Attended attended(
      boolean needed, StateDirectory state, Mark mark, Elsewhere elsewhere)
      throws LaunchException, InterruptedException {
    try {
      return new Attended(
          needed ? Optional.of(caretaker(state, mark.config(), false)) : Optional.empty());
    } catch (LaunchException e) {
      boolean signs = mark.stage() == Mark.Stage.DECIDED && mark.receipt().isPresent();
      if (signs || !elsewhere.mayStay()) {
        throw e;
      }
      return new Attended(Optional.empty());
    }
  }

  private Elsewhere elsewhere(Path state, Optional<Settings> settings) throws LaunchException {
    return Elsewhere.of(state, settings, options.leaveTokenKeys);
  }

  /** A configuration that is half wiped, or that nobody can read, configures no token. */
  private static Optional<Settings> found(Path config) {
    try {
      return Optional.of(Settings.read(config, ShippedBundles.ofThisProduct(), Map.of()));
    } catch (LaunchException e) {
      return Optional.empty();
    }
  }

  private int begin(Path path, DecommissionTalk talk) throws LaunchException, InterruptedException {
    Settings settings = Settings.read(directories.config, ShippedBundles.ofThisProduct(), Map.of());
    Path config = directories.config.toAbsolutePath().normalize();
    ConfiguredFolders folders = ConfiguredFolders.of(settings);
    Optional<Path> receipt = options.receipt(path, config);
    Preparation.look(path, config, folders.inside(), options.leaveUnknown);
    folders.elsewhere().forEach(talk::elsewhere);
    Losing losing = new Losing(ConfiguredFolders.gatewayId(settings), options, talk);
    losing.confirm();
    if (receipt.isEmpty()) {
      losing.loseUncounted();
    }
    boolean drains =
        receipt.isPresent()
            && !options.noDrain
            && (options.confirmed.isPresent() || talk.wantsDrain());
    Elsewhere elsewhere = elsewhere(path, Optional.of(settings));
    Optional<RunningAgent> agent = drains ? RunningAgent.find(path) : Optional.empty();
    Mark mark =
        new Mark(
            Mark.Stage.DECIDED,
            config,
            folders.inside(),
            receipt,
            options.by(),
            options.reason(),
            "declined");
    if (agent.isPresent()) {
      Elsewhere.Plan unused = elsewhere.plan(Optional.of(agent.get()::keysInToken));
      try (Draining draining = agent.get().drain(why())) {
        mark = mark.drained(drain(draining, losing, talk));
      }
    }
    return endWith(path, elsewhere, mark, drains && agent.isEmpty(), losing, talk);
  }

  /**
   * No agent runs any more.
   *
   * <p>Six parameters: all that was decided on the way here.
   */
  private int endWith(
      Path path,
      Elsewhere elsewhere,
      Mark decided,
      boolean drains,
      Losing losing,
      DecommissionTalk talk)
      throws LaunchException, InterruptedException {
    try (StateDirectory state = takeSoon(path)) {
      Decommission decommission = new Decommission(state, elsewhere);
      if (decided.receipt().isEmpty()) {
        try (Attended attended = attended(elsewhere.configured(), state, decided, elsewhere)) {
          return talk.done(decided, decommission.carryOut(decided, attended.caretaker(), losing));
        }
      }
      try (Caretaker caretaker = caretaker(state, decided.config(), drains)) {
        Mark mark = decided;
        if (drains) {
          Elsewhere.Plan unused = elsewhere.plan(Optional.of(caretaker.farewell()::keysInToken));
          caretaker.begin(Map.copyOf(why()));
          mark = decided.drained(drain(caretaker, losing, talk));
        }
        return talk.done(mark, decommission.carryOut(mark, Optional.of(caretaker), losing));
      }
    }
  }

  private static Caretaker caretaker(StateDirectory state, Path config, boolean withUplink)
      throws LaunchException, InterruptedException {
    return Caretaker.start(state, config, ShippedBundles.ofThisProduct(), withUplink);
  }

  private Map<String, String> why() throws LaunchException {
    return Map.of("by", options.by(), "reason", options.reason());
  }

  /** How it ended, for the receipt. */
  private String drain(Draining draining, Losing losing, DecommissionTalk talk)
      throws LaunchException {
    long left = DrainWatch.await(draining, options.drainLimit(), talk::progress);
    if (left > 0) {
      losing.lose(left);
    }
    draining.leave();
    return left == 0 ? "complete" : "incomplete";
  }

  /** An agent that was told to leave needs a moment. */
  private static StateDirectory takeSoon(Path path) throws LaunchException, InterruptedException {
    long endNs = System.nanoTime() + LEAVE_LIMIT.toNanos();
    while (true) {
      try {
        return StateDirectory.takeToWipe(path);
      } catch (LaunchException e) {
        if (!e.code().equals("state-in-use") || System.nanoTime() > endNs) {
          throw e;
        }
        Thread.sleep(LOOK_MS);
      }
    }
  }
}
