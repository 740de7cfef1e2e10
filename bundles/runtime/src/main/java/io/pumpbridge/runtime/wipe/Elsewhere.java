// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.wipe;

import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Keys of this gateway that do not lie in its directories: in a token, which no wiping of files
 * reaches.
 *
 * @param configured whether this gateway keeps its keys in a token now
 * @param named keys that files in the state directory name, whatever is configured
 * @param mayStay whether somebody said that they may stay where they cannot be destroyed
 */
public record Elsewhere(boolean configured, List<String> named, boolean mayStay) {
  /** None, and none asked for. */
  public static final Elsewhere NOTHING = new Elsewhere(false, List.of(), false);

  /** The first line of a file that names a key in a token. */
  private static final Pattern NAMING =
      Pattern.compile("pump-bridge-token-key-1 (pb-[0-9a-f]{8}-[0-9a-f]{16}) [a-z]+");

  private static final String CODE = "token-keys-remain";

  /** The largest has a chain, a few kilobytes. */
  private static final int MAX_BYTES = 256 * 1024;

  /**
   * What will become of them.
   *
   * @param asked whether the token could be asked
   * @param destroys what it holds of this gateway
   * @param leaves what is named, and out of reach
   */
  public record Plan(boolean asked, List<String> destroys, List<String> leaves) {
    /** Nothing is in a token. */
    static final Plan NOTHING = new Plan(true, List.of(), List.of());

    public Plan {
      destroys = List.copyOf(destroys);
      leaves = List.copyOf(leaves);
    }

    /** Whether a key may be left. */
    public boolean leavesSomething() {
      return !asked || !leaves.isEmpty();
    }

    /** Whether there is anything to say of a token. */
    public boolean isNothing() {
      return asked && destroys.isEmpty() && leaves.isEmpty();
    }
  }

  /** How whoever asks the token, or has it destroy, is answered. */
  public interface Asked {
    List<String> ask() throws LaunchException;
  }

  public Elsewhere {
    named = List.copyOf(named);
  }

  /** As configuration and files say. */
  public static Elsewhere of(Path state, Optional<Settings> settings, boolean mayStay)
      throws LaunchException {
    boolean configured = settings.map(ConfiguredFolders::isTokenUsed).orElse(false);
    try {
      return new Elsewhere(configured, named(state.resolve("trust")), mayStay);
    } catch (IOException e) {
      throw new LaunchException(
          LaunchException.Fault.DEVICE,
          "state-unreadable",
          "It cannot be seen whether keys are in a token: " + e + ".");
    }
  }

  private static List<String> named(Path folder) throws IOException {
    List<String> names = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return names;
    }
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files =
          all.filter(file -> file.getFileName().toString().startsWith("identity.token"))
              .sorted()
              .toList();
    }
    for (Path file : files) {
      if (Files.size(file) <= MAX_BYTES) {
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        Matcher naming = NAMING.matcher(text.lines().findFirst().orElse(""));
        if (naming.matches() && !names.contains(naming.group(1))) {
          names.add(naming.group(1));
        }
      }
    }
    return names;
  }

  /**
   * Looks, before anything is destroyed, whether all of them can be.
   *
   * @param asked empty if nobody can ask the token
   * @throws LaunchException if not, and nobody said that they may stay
   */
  public Plan plan(Optional<Asked> asked) throws LaunchException {
    if (!configured && named.isEmpty()) {
      return Plan.NOTHING;
    }
    if (!configured || asked.isEmpty()) {
      return left("nobody here can ask the token");
    }
    List<String> held;
    try {
      held = asked.get().ask();
    } catch (LaunchException e) {
      return left(e.problems().get(0));
    }
    List<String> absent = named.stream().filter(name -> !held.contains(name)).toList();
    if (!absent.isEmpty() && !mayStay) {
      throw refusal("another token holds " + String.join(", ", absent));
    }
    return new Plan(true, held, absent);
  }

  private Plan left(String why) throws LaunchException {
    if (!mayStay) {
      throw refusal(why);
    }
    return new Plan(false, List.of(), named);
  }

  private LaunchException refusal(String why) {
    return new LaunchException(
        LaunchException.Fault.DEVICE,
        CODE,
        "Nothing was wiped: this gateway's keys"
            + (named.isEmpty() ? "" : " " + String.join(", ", named))
            + " are in a token and cannot be destroyed there: "
            + why
            + " Put the token in and try again, or leave them there with --leave-token-keys.");
  }

  /** As {@link #plan}, once the receipt has told it: what is not there any more was destroyed. */
  Plan resumed() {
    if (!configured && named.isEmpty()) {
      return Plan.NOTHING;
    }
    return configured ? new Plan(true, named, List.of()) : new Plan(false, List.of(), named);
  }

  /**
   * Has them destroyed.
   *
   * @return the plan, or what became of it
   * @throws LaunchException if some stay, and nobody said that they may
   */
  Plan destroy(Plan plan, Optional<Asked> destruction) throws LaunchException {
    if (plan.isNothing() || !plan.asked()) {
      return plan;
    }
    String why = "nobody here can ask the token";
    try {
      if (destruction.isPresent()) {
        List<String> gone = new ArrayList<>(plan.destroys());
        destruction.get().ask().stream().filter(name -> !gone.contains(name)).forEach(gone::add);
        return new Plan(true, gone, plan.leaves());
      }
    } catch (LaunchException e) {
      why = e.problems().get(0);
    }
    if (!mayStay) {
      throw new LaunchException(
          LaunchException.Fault.DEVICE,
          CODE,
          "The decommission is not complete: keys are in the token still: "
              + why
              + " Put the token in and call the same command again, or leave them there with"
              + " --leave-token-keys.");
    }
    List<String> leaves = new ArrayList<>(plan.leaves());
    leaves.addAll(plan.destroys());
    return new Plan(false, List.of(), leaves);
  }
}
