// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.pumpbridge.runtime.wipe.Found;
import io.pumpbridge.runtime.wipe.Inventory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As a script uses it; that every fault is found, the tests of {@code journal} show. */
class JournalCommandIT {
  @TempDir private Path directory;

  private Product.Outcome journal(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("journal"));
    all.addAll(Arrays.asList(arguments));
    return Product.run(directory, all.toArray(new String[0]));
  }

  /** Long enough to write that it has started and that no server is there. */
  private Path stateOfAnAgentThatRan() throws Exception {
    Product.configuration(directory.resolve("config"));
    StartedProduct.agent(directory).close();
    return directory.resolve("state");
  }

  private static List<Object> faults(Product.Outcome told) throws Exception {
    OutputSchema schema = OutputSchema.of("journal", "verify", "--schema");
    List<Object> faults = new ArrayList<>();
    for (String line : told.out().lines().toList()) {
      schema.assertFits(line);
      Map<String, Object> finding = JSON.std.mapFrom(line);
      if (finding.get("type").equals("fault")) {
        faults.add(finding.get("fault") + " " + finding.get("lane") + " " + finding.get("seq"));
      }
    }
    return faults;
  }

  @Test
  void whatAnAgentWroteIsExportedAndProvenAndWhatIsSpoiltIsNamed() throws Exception {
    Path state = stateOfAnAgentThatRan();
    String config = directory.resolve("config").toString();
    Product.Outcome stored =
        journal("verify", "--json", "--state", state.toString(), "--config", config);
    assertThat(stored.exitCode()).as(stored.err() + stored.out()).isZero();
    assertThat(faults(stored)).isEmpty();

    Product.Outcome exported = journal("export", "--jsonl", "--state", state.toString());
    assertThat(exported.exitCode()).as(exported.err()).isZero();
    List<String> lines = exported.out().lines().toList();
    OutputSchema schema = OutputSchema.of("journal", "export", "--schema");
    lines.forEach(schema::assertFits);
    assertThat(lines).anyMatch(line -> line.contains("\"name\":\"BRIDGE_STARTED\""));
    assertThat(lines).anyMatch(line -> line.contains("\"name\":\"BRIDGE_STOPPED\""));

    Path file = Files.write(directory.resolve("export.jsonl"), lines);
    Product.Outcome whole = journal("verify", file.toString());
    assertThat(whole.exitCode()).as(whole.err() + whole.out()).isZero();
    assertThat(whole.out()).contains("lane audit of bed-1").contains("whole");

    int at = 0;
    while (!lines.get(at).contains("\"lane\":\"audit\"")) {
      at++;
    }
    List<String> spoilt = new ArrayList<>(lines);
    spoilt.remove(at + 1);
    Files.write(file, spoilt);
    Product.Outcome named = journal("verify", "--json", file.toString());
    assertThat(named.exitCode()).isEqualTo(1);
    assertThat(faults(named)).containsExactly("missing audit 2");
    assertThat(journal("verify", file.toString()).out()).contains("missing: audit of bed-1");
  }

  @Test
  void whatWaitsForTheServerIsSaidFirst() throws Exception {
    Path state = stateOfAnAgentThatRan();
    String config = directory.resolve("config").toString();
    Product.Outcome stored = journal("stats", "--state", state.toString(), "--config", config);
    assertThat(stored.exitCode()).as(stored.err()).isZero();
    assertThat(stored.out().lines().findFirst().orElseThrow())
        .matches("[1-9][0-9]* records wait for the server; none of them is lost\\.");
    assertThat(stored.out())
        .contains("audit: ")
        .contains("alarm: 1 of 1 wait", "clinical: 0 of 0 wait");

    Product.Outcome told =
        journal("stats", "--json", "--state", state.toString(), "--config", config);
    OutputSchema.of("journal", "stats", "--schema").assertFits(told.out().strip());
    Map<String, Object> statistics = JSON.std.mapFrom(told.out());
    long exported = journal("export", "--jsonl", "--state", state.toString()).out().lines().count();
    assertThat(((Number) statistics.get("waiting")).longValue()).isEqualTo(exported);

    try (StartedProduct agent = StartedProduct.agent(directory)) {
      agent.awaitSaid("running");
      Product.Outcome running = journal("stats", "--json", "--state", state.toString());
      OutputSchema.of("journal", "stats", "--schema").assertFits(running.out().strip());
      assertThat(JSON.std.mapFrom(running.out())).containsKey("full_percent");
    }
  }

  /** A full disk gives a part of an export, which verifies as well as the whole. */
  @Test
  void anExportThatDoesNotArriveIsAFailure() throws Exception {
    Path state = stateOfAnAgentThatRan();
    Product.Outcome lost =
        Product.runInThePosixLocale(
            directory,
            Path.of("/dev/full"),
            "journal",
            "export",
            "--jsonl",
            "--state",
            state.toString());
    assertThat(lost.exitCode()).isEqualTo(3);
    assertThat(lost.err()).contains("what it got is not complete");
  }

  /** Else nothing of this gateway could be wiped any more. */
  @Test
  void whatASalvageAndAKilledCommandLeaveIsKnownToWhoeverWipes() throws Exception {
    Path state = stateOfAnAgentThatRan();
    Path store = state.resolve("journal/journal.db");
    byte[] bytes = Files.readAllBytes(store);
    bytes[20] ^= 1; // in the header, so that nothing can be opened any more
    Files.write(store, bytes);
    try (StartedProduct agent = StartedProduct.agent(directory)) {
      agent.await("salvaged", () -> !salvaged(state).isEmpty());
    }
    Path copy = Files.createDirectories(state.resolve("journal/copy-4711"));
    Files.copy(store, copy.resolve("journal.db"));
    Found found =
        Found.in(state, directory.resolve("config"), Inventory.of(List.of(Path.of("anchors"))));
    assertThat(found.unknown()).isEmpty();
    assertThat(found.of(Inventory.Kind.JOURNAL)).hasSizeGreaterThanOrEqualTo(3);
    assertThat(journal("stats", "--state", state.toString()).exitCode()).isZero();
    assertThat(copy).doesNotExist();
  }

  private static List<Path> salvaged(Path state) throws IOException {
    try (Stream<Path> files = Files.walk(state.resolve("journal"))) {
      return files.filter(file -> file.endsWith("salvaged")).toList();
    }
  }

  @Test
  void wrongUseIsSaidInASentence() throws Exception {
    Product.Outcome none = journal("verify", "--state", directory.toString());
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err()).contains("There is no journal in");
    assertThat(directory.resolve("trust")).as("nothing is made there").doesNotExist();
    Product.Outcome both = journal("verify", "a.jsonl", "--server-stream", "b");
    assertThat(both.exitCode()).isEqualTo(2);
    Product.Outcome unread = journal("verify", "not-there.jsonl");
    assertThat(unread.exitCode()).isEqualTo(2);
    assertThat(unread.err()).contains("it is not there");
    assertThat(journal("export").exitCode()).isEqualTo(2);
  }
}
