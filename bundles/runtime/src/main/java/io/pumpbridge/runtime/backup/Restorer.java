// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.backup;

import io.pumpbridge.runtime.launch.FileFailure;
import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.LaunchException.Fault;
import io.pumpbridge.runtime.launch.NamedFile;
import io.pumpbridge.runtime.launch.Settings;
import io.pumpbridge.runtime.launch.ShippedBundles;
import io.pumpbridge.runtime.launch.StateDirectory;
import io.pumpbridge.runtime.launch.TemporaryBridge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Brings a backup back: judged, compared, checked as a whole, and only then put in place. */
public final class Restorer {
  /** A backup is one signed file, and those have at most 4 MiB. */
  private static final int MAX_SIGNED = 4 * 1024 * 1024;

  private static final String FILE = "pump-bridge.json";
  private static final String UNDONE = "undone";

  /**
   * Who a gateway is that has no configuration yet; of one that has, what is said must agree.
   *
   * @param anchors a folder with {@code server/} and {@code signers/}
   */
  public record Newcomer(
      Optional<String> gateway, Optional<String> hospital, Optional<Path> anchors) {}

  /**
   * What a backup would change.
   *
   * @param from the gateway that made it
   * @param made when, by its clock
   */
  public record Proposal(String from, String made, List<String> changes, List<String> notes) {}

  private record Own(String gateway, String hospital, Path anchors, Optional<SiteSettings> now) {}

  private final Path config;
  private final Path state;
  private final Replacement replacement;
  private List<Change> changes = List.of();
  private Map<String, String> about = Map.of();

  /**
   * @param state locked by the caller
   */
  public Restorer(Path config, StateDirectory state) {
    this(config, state.path());
  }

  /**
   * For {@link #propose} alone, where no agent has ever run.
   *
   * @param state need not be there
   */
  public static Restorer looking(Path config, Path state) {
    return new Restorer(config, state.toAbsolutePath().normalize());
  }

  private Restorer(Path config, Path state) {
    this.config = config.toAbsolutePath().normalize();
    this.state = state;
    this.replacement = new Replacement(this.state);
  }

  /**
   * Judges a backup and says what it would change; changes nothing.
   *
   * @param takeAnchors whether authorities that this gateway does not trust yet may come with it
   */
  public Proposal propose(Path file, Newcomer newcomer, boolean takeAnchors)
      throws LaunchException, InterruptedException {
    try {
      Own own = own(newcomer);
      Backup backup = judged(read(file), own);
      SiteSettings saved = SiteSettings.parse(backup.settings());
      Optional<Map<String, Object>> trust = own.now().map(now -> now.section("trust"));
      saved.belongTo(own.gateway(), own.hospital(), trust);
      BackupFolders folders = BackupMaker.folders(config, state, saved);
      TreeMap<String, byte[]> now = new TreeMap<>(folders.read().files());
      List<Change> all = new ArrayList<>();
      if (own.now().isEmpty()) { // whom the technician trusts is whom the gateway will trust
        all.addAll(Newcomers.anchors(own.anchors(), folders, now));
      }
      RestorePlan plan =
          RestorePlan.of(
              backup,
              folders,
              now,
              new RestorePlan.Terms(own.gateway(), own.hospital(), trust, takeAnchors));
      all.addAll(plan.changes());
      changes = all;
      Targets.requireNoLinks(all);
      requireSound(all);
      String made = backup.made() + " (" + backup.clock() + ")";
      about = Map.of("from", backup.gateway(), "made", made);
      return new Proposal(
          backup.gateway(), made, all.stream().map(Change::describe).toList(), plan.notes());
    } catch (IOException e) {
      throw Backup.malformed(String.valueOf(e.getMessage()));
    }
  }

  private static Backup judged(byte[] signed, Own own)
      throws LaunchException, InterruptedException {
    Map<String, Object> verified = verify(own, signed);
    Backup backup = Backup.parse(content(verified));
    if (!backup.gateway().equals(verified.get("gateway"))) {
      throw Backup.malformed("another gateway signed it than the one whose it is");
    }
    if (!backup.hospital().equals(own.hospital())) {
      throw new LaunchException(
          Fault.USAGE,
          "backup-other-hospital",
          "The backup is of another hospital than this gateway's (" + own.hospital() + ").");
    }
    return backup;
  }

  private Own own(Newcomer newcomer) throws LaunchException {
    Path file = config.resolve(FILE);
    if (!Files.exists(file)) {
      if (newcomer.gateway().isEmpty()
          || newcomer.hospital().isEmpty()
          || newcomer.anchors().isEmpty()) {
        throw new LaunchException(
            Fault.USAGE,
            "newcomer-unknown",
            "This gateway has no configuration yet: say who it is with --gateway-id and"
                + " --hospital, and whom it trusts with --anchors DIR.");
      }
      return new Own(
          newcomer.gateway().get(),
          newcomer.hospital().get(),
          newcomer.anchors().get().toAbsolutePath().normalize(),
          Optional.empty());
    }
    SiteSettings now = settings(file);
    String gateway = now.find("trust", "gateway.id").orElse("");
    String hospital = now.find("trust", "hospital").orElse("");
    if (!newcomer.gateway().orElse(gateway).equals(gateway)
        || !newcomer.hospital().orElse(hospital).equals(hospital)) {
      throw new LaunchException(
          Fault.USAGE,
          "newcomer-known",
          "This gateway is " + gateway + " of " + hospital + " already; leave that out.");
    }
    Path anchors = config.resolve(now.find("trust", "anchors").orElse("anchors"));
    return new Own(gateway, hospital, anchors, Optional.of(now));
  }

  /** This gateway's own: what is wrong with it is not the backup's fault. */
  private static SiteSettings settings(Path file) throws LaunchException {
    try {
      return SiteSettings.parse(BackupFolders.content(file));
    } catch (IOException e) {
      throw NamedFile.of(file).unreadable(e);
    }
  }

  private static byte[] content(Map<String, Object> verified) {
    if (verified.get("content") instanceof byte[] content) {
      return content;
    }
    throw new IllegalStateException("what was verified has no content");
  }

  private static byte[] read(Path file) throws LaunchException {
    byte[] signed = NamedFile.of(file).beginning(MAX_SIGNED + 1);
    if (signed.length > MAX_SIGNED) {
      throw new LaunchException(
          Fault.USAGE, "too-large", file + " is larger than any backup: " + MAX_SIGNED + " bytes.");
    }
    return signed;
  }

  private static Map<String, Object> verify(Own own, byte[] signed)
      throws LaunchException, InterruptedException {
    Map<String, Object> trust = new TreeMap<>();
    own.now().ifPresent(now -> trust.putAll(now.section("trust")));
    trust.put("gateway.id", own.gateway());
    trust.put("hospital", own.hospital());
    trust.put("anchors", own.anchors().toString());
    try (TemporaryBridge bridge = TemporaryBridge.forAnchors(trust)) {
      return bridge.farewell().verify(signed);
    }
  }

  /** As the agent will read it; half a configuration is none. */
  private void requireSound(List<Change> all) throws LaunchException, IOException {
    Path trial = Files.createTempDirectory("pump-bridge-");
    Path file = trial.resolve(FILE);
    try {
      for (Change change : all) {
        if (change.target().equals(config.resolve(FILE)) && change.after().isPresent()) {
          Files.write(file, change.after().get());
          Settings.read(trial, ShippedBundles.ofThisProduct(), Map.of());
        }
      }
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(trial);
    }
  }

  /** Carries out what was proposed. */
  public void restore() throws LaunchException {
    carryOut(changes, about);
  }

  /**
   * Takes the last restore back.
   *
   * @return what changed; empty if there is nothing to take back
   */
  public List<String> undo() throws LaunchException {
    try {
      List<Change> back = replacement.wayBack();
      Targets.requireWithin(back, config, state);
      if (!back.isEmpty()) {
        Map<String, String> undone = new TreeMap<>(replacement.about());
        if (undone.remove(UNDONE) == null) {
          undone.put(UNDONE, "true");
        }
        carryOut(back, undone);
      }
      return back.stream().map(Change::describe).toList();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private void carryOut(List<Change> decided, Map<String, String> why) throws LaunchException {
    try {
      replacement.decide(decided, why);
      replacement.complete();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** What the audit trail is told of the last one, be it a restore or its way back. */
  public Map<String, Object> trail() throws LaunchException {
    try {
      Map<String, Object> told = new TreeMap<>(replacement.about());
      told.put("changes", String.valueOf(replacement.wayBack().size()));
      return told;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /**
   * Completes what a power cut ended.
   *
   * @return whether there was anything
   */
  public boolean finish() throws LaunchException {
    try {
      boolean begun = replacement.hasBegun();
      Targets.requireWithin(replacement.begun(), config, state);
      if (begun) {
        replacement.complete();
      }
      return begun;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private LaunchException failed(IOException e) {
    String why = new FileFailure(e).why();
    return new LaunchException(
        Fault.DEVICE,
        "restore-failed",
        replacement.hasBegun()
            ? "The files could not be put in place: "
                + why
                + ". Mend that, then call 'pump-bridge restore --finish'."
            : "Nothing has changed, since it could not be prepared: " + why + ".");
  }
}
