// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.wipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.StateDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WipeTest {
  /** Stands in every file, so that any of them that stays is found. */
  private static final String SECRET = "planted-secret-5127";

  private static final List<Path> FOLDERS =
      List.of(Path.of("anchors"), Path.of("profiles"), Path.of("token.pin"));

  @TempDir private Path directory;
  private Path state;
  private Path config;

  @BeforeEach
  void fill() throws IOException {
    state = Files.createDirectories(directory.resolve("state"));
    config = Files.createDirectories(directory.resolve("config"));
    for (String name :
        List.of(
            "trust/identity.p12",
            "trust/identity.p12.previous",
            "trust/identity.p12.new",
            "trust/identity.secret",
            "trust/sealing.key",
            "trust/clock.floor",
            "trust/renewal.notes",
            "journal/journal.db",
            "journal/journal.db-wal",
            "journal/damaged-20261127T180000.000Z/journal.db",
            "journal/damaged-20261127T180000.000Z/salvaged",
            "journal/copy-4711/journal.db",
            "journal/copy-4711/journal.db-wal",
            "druglibrary/library.p7m",
            "druglibrary/library.staged.p7m",
            "druglibrary/library-old-0123456789abcdef0123456789abcdef.p7m",
            "druglibrary/library-statement.p7m",
            "druglibrary/highest-statement.json",
            "druglibrary/lines.json",
            "druglibrary/association-0a0b",
            "druglibrary/replay-marks.sealed",
            "druglibrary/order-marks.sealed",
            "gateway/known-pumps.tsv",
            "framework/bundle3/data/config/io/pumpbridge/trust.config",
            "framework/bundle3/version0.0/bundle.jar",
            "native/jSerialComm/libjSerialComm.so",
            "lock")) {
      plant(state.resolve(name));
    }
    plant(config.resolve("pump-bridge.json"));
    plant(config.resolve("anchors/server/root.pem"));
    plant(config.resolve("anchors/signers/root.pem"));
    plant(config.resolve("profiles/miva.json.p7m"));
    plant(config.resolve("token.pin"));
  }

  private static void plant(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, SECRET + " " + file.getFileName());
  }

  private Mark mark() {
    return new Mark(
        Mark.Stage.WIPING, config, FOLDERS, Optional.empty(), "technician", "moved", "complete");
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> !file.equals(folder)).toList();
    }
  }

  /**
   * As {@code decommission} begins and resumes: what is marked is done again from what is there.
   */
  private void wipe(Hand hand) throws IOException {
    Wipe wipe = new Wipe(state, hand);
    Optional<Mark> begun = Mark.find(state);
    if (begun.isEmpty()) {
      wipe.mark(mark());
    }
    wipe.run(begun.orElse(mark()));
  }

  /** A hand whose power fails before the n-th step; nothing works afterwards. */
  private static final class FailingHand implements Hand {
    private final Hand real = new DiskHand();
    private final int last;
    private final List<String> steps = new ArrayList<>();

    FailingHand(int last) {
      this.last = last;
    }

    private void step(String what) throws IOException {
      if (steps.size() == last) {
        throw new IOException("power cut at step " + last);
      }
      steps.add(what);
    }

    @Override
    public void write(Path file, byte[] content) throws IOException {
      step("write " + file.getFileName());
      real.write(file, content);
    }

    @Override
    public void overwrite(Path file) throws IOException {
      step("overwrite " + file.getFileName());
      real.overwrite(file);
    }

    @Override
    public void remove(Path path) throws IOException {
      step("remove " + path.getFileName());
      real.remove(path);
    }

    @Override
    public void force(Path folder) throws IOException {
      step("force " + folder.getFileName());
      real.force(folder);
    }
  }

  @Test
  void nothingIsLeftInEitherDirectory() throws Exception {
    wipe(new DiskHand());
    assertThat(filesIn(state)).isEmpty();
    assertThat(filesIn(config)).isEmpty();
  }

  @Test
  void theKeysGoFirstAndTheSmallSecretsBeforeTheStoresTheyOpen() throws Exception {
    FailingHand hand = new FailingHand(Integer.MAX_VALUE);
    wipe(hand);
    assertThat(hand.steps.get(0)).isEqualTo("write decommissioning");
    assertThat(hand.steps.indexOf("overwrite token.pin"))
        .isLessThan(hand.steps.indexOf("overwrite journal.db"));
    assertThat(hand.steps.subList(1, 6))
        .containsExactly(
            "overwrite identity.secret",
            "overwrite sealing.key",
            "overwrite identity.p12",
            "overwrite identity.p12.new",
            "overwrite identity.p12.previous");
    assertThat(hand.steps.indexOf("remove sealing.key"))
        .isLessThan(hand.steps.indexOf("overwrite journal.db"));
    assertThat(hand.steps.indexOf("remove decommissioning"))
        .isGreaterThan(hand.steps.indexOf("remove pump-bridge.json"));
  }

  /** The program runs from copies of its own code; emptied under its feet it would crash. */
  @Test
  void itsOwnCodeIsRemovedButNeverEmptied() throws Exception {
    FailingHand hand = new FailingHand(Integer.MAX_VALUE);
    wipe(hand);
    assertThat(hand.steps)
        .contains("remove libjSerialComm.so", "remove bundle.jar", "overwrite trust.config")
        .doesNotContain("overwrite libjSerialComm.so", "overwrite bundle.jar");
  }

  @Test
  void afterAPowerCutAtAnyStepNoAgentStartsAndTheSameCommandCompletesIt() throws Exception {
    FailingHand whole = new FailingHand(Integer.MAX_VALUE);
    wipe(whole);
    for (int last = 1; last < whole.steps.size(); last++) {
      fill();
      FailingHand cut = new FailingHand(last);
      assertThatThrownBy(() -> wipe(cut)).hasMessageContaining("power cut");
      boolean markIsGone = !Files.exists(state.resolve(Mark.FILE));
      if (markIsGone) { // then nothing else may be left either
        assertThat(filesIn(state)).as("step " + last).allMatch(file -> file.endsWith("lock"));
      } else {
        assertRefusedToAgents(last);
        wipe(new DiskHand());
        assertThat(filesIn(state)).as("step " + last).isEmpty();
      }
      assertThat(filesIn(config)).as("step " + last).isEmpty();
    }
  }

  private void assertRefusedToAgents(int step) {
    assertThatThrownBy(() -> StateDirectory.take(state))
        .as("step " + step)
        .isInstanceOfSatisfying(
            LaunchException.class, e -> assertThat(e.code()).isEqualTo("decommissioning"))
        .hasMessageContaining("finish with 'pump-bridge decommission");
  }

  @Test
  void aPowerCutBeforeTheMarkLeavesTheGatewayAsItWas() {
    assertThatThrownBy(() -> wipe(new FailingHand(0))).hasMessageContaining("power cut");
    assertThat(state.resolve("trust/identity.p12")).hasContent(SECRET + " identity.p12");
    assertThat(state.resolve(Mark.FILE)).doesNotExist();
  }

  /**
   * The inode is still reachable by another name, as freed blocks are by whoever reads the disk.
   */
  @Test
  void whatAFileHeldIsOverwrittenBeforeItIsRemoved() throws Exception {
    Path other = directory.resolve("other-name");
    Files.createLink(other, state.resolve("trust/sealing.key"));
    wipe(new DiskHand());
    assertThat(other).isEmptyFile();
  }

  @Test
  void aLinkIsRemovedAndWhatItPointsToStays() throws Exception {
    Path elsewhere = Files.writeString(directory.resolve("elsewhere.pem"), SECRET);
    Path folder = Files.createDirectories(directory.resolve("shared"));
    Files.writeString(folder.resolve("root.pem"), SECRET);
    Files.createSymbolicLink(config.resolve("anchors/server/linked.pem"), elsewhere);
    Files.createSymbolicLink(config.resolve("profiles/folder"), folder);
    wipe(new DiskHand());
    assertThat(elsewhere).hasContent(SECRET);
    assertThat(folder.resolve("root.pem")).hasContent(SECRET);
    assertThat(filesIn(config)).isEmpty();
  }

  @Test
  void aFileThatMayNotBeWrittenIsWipedAllTheSame() throws Exception {
    state.resolve("trust/identity.p12").toFile().setReadOnly();
    wipe(new DiskHand());
    assertThat(filesIn(state)).isEmpty();
  }

  @Test
  void whatThisProductNeverWroteIsNamedAndNothingIsWiped() throws Exception {
    Files.writeString(state.resolve("trust/identity.p12.bak"), SECRET);
    Files.writeString(config.resolve("notes.txt"), "bed by the window");
    assertThatThrownBy(() -> Preparation.look(state, config, FOLDERS, false))
        .isInstanceOfSatisfying(
            LaunchException.class, e -> assertThat(e.code()).isEqualTo("unknown-files"))
        .hasMessageContaining("identity.p12.bak")
        .hasMessageContaining("notes.txt");
    assertThat(Preparation.look(state, config, FOLDERS, true).unknown()).hasSize(2);
  }

  @Test
  void aReceiptThatWouldBeWipedOrReplaceSomethingIsRefused() throws Exception {
    Path there = Files.writeString(directory.resolve("there.p7m"), "kept");
    for (Path bad :
        List.of(
            state.resolve("r.p7m"), config.resolve("r.p7m"), there, directory.resolve("no/r"))) {
      assertThatThrownBy(() -> Preparation.receipt(bad, state, config, Optional.empty()))
          .as(bad.toString())
          .isInstanceOfSatisfying(
              LaunchException.class, e -> assertThat(e.code()).isEqualTo("receipt-unusable"));
    }
    Path good = directory.toRealPath().resolve("receipt.p7m");
    assertThat(Preparation.receipt(good, state, config, Optional.empty())).isEqualTo(good);
  }

  @Test
  void aMarkSaysWhatIsNeededToFinish() throws Exception {
    Mark written =
        mark().withReceipt(Optional.of(Path.of("/srv/receipt.p7m"))).at(Mark.Stage.DECIDED);
    new Wipe(state).mark(written);
    assertThat(Mark.find(state)).contains(written);
    Files.write(
        state.resolve(Mark.FILE), "{\"format\":\"other\"}".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> Mark.find(state)).hasMessageContaining("no mark of ours");
    Files.writeString(state.resolve(Mark.FILE), "null");
    assertThatThrownBy(() -> Mark.find(state)).hasMessageContaining("no mark of ours");
  }
}
