// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One port that no agent holds, heard by the agent's own bundles, configured for ports and drivers
 * only.
 */
public final class FreePort implements PumpsHeard {

  /**
   * How a port is to be heard.
   *
   * @param families protocol families, or {@code all}
   * @param lines how the line of a family is set, as {@code graseby=9600 8N1}
   * @param profile a device profile of the caller's own, taken without a signature: for trying it
   */
  public record How(List<String> families, List<String> lines, Optional<ProfileFile> profile) {
    public How {
      families = List.copyOf(families);
      lines = List.copyOf(lines);
    }
  }

  private static final String PROFILES = "profiles";

  private final TemporaryBridge bridge;

  private FreePort(TemporaryBridge bridge) {
    this.bridge = bridge;
  }

  /** Starts the bundles. */
  public static FreePort open(String port, How how) throws LaunchException, InterruptedException {
    FreePort free =
        new FreePort(
            TemporaryBridge.start(
                directory ->
                    Map.of(
                        "io.pumpbridge.transports",
                        Map.of("ports", new String[] {port}),
                        "io.pumpbridge.drivers",
                        drivers(directory, how),
                        "io.pumpbridge.gateway.freeports",
                        Map.of(),
                        ProfileDesk.PID,
                        Map.of())));
    try {
      if (how.profile().isPresent()) {
        free.requireSound(how.profile().get(), how.lines());
      }
      return free;
    } catch (LaunchException e) {
      free.close();
      throw e;
    }
  }

  /** The drivers keep a wrong profile out and go on; whoever wants to try it must hear of that. */
  private void requireSound(ProfileFile profile, List<String> lines) throws LaunchException {
    Map<String, Object> told = new ProfileDesk(bridge).lint(profile);
    if (!(told.get("profile") instanceof Map<?, ?> sound)) {
      throw profile.unusable("it has mistakes");
    }
    if (!"profile".equals(sound.get("spoken_by"))) {
      throw profile.unusable("it needs a driver in Java");
    }
    String protocol = String.valueOf(sound.get("protocol"));
    if (Boolean.FALSE.equals(sound.get("line_proven"))
        && lines.stream().noneMatch(line -> line.strip().startsWith(protocol))) {
      throw profile.unusable("its line is not proven; add --line '" + protocol + "=9600 8N1'");
    }
  }

  private static Map<String, Object> drivers(Path directory, How how) {
    Map<String, Object> drivers = new HashMap<>();
    drivers.put("families", how.families().toArray(String[]::new));
    drivers.put("lines", how.lines().toArray(String[]::new));
    how.profile()
        .ifPresent(
            profile -> {
              profile.writeInto(directory.resolve(PROFILES));
              drivers.put("site.profiles", PROFILES);
              drivers.put("unsigned.profiles", true);
            });
    return drivers;
  }

  @Override
  public void watch(Consumer<Map<String, Object>> lines) throws LaunchException {
    Consumer<String> listener = line -> lines.accept(parse(line));
    bridge.desk().call(DeskSocket.PUMPS, "watch", "", listener);
  }

  private static Map<String, Object> parse(String line) {
    try {
      return JSON.std.mapFrom(line);
    } catch (IOException e) {
      throw new IllegalStateException("our own bundles write JSON", e);
    }
  }

  @Override
  public void close() {
    bridge.close();
  }
}
