// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pharmacist's way from a table to a library, by the shipped commands. */
class LibraryCommandIT {
  @TempDir private Path directory;

  @BeforeEach
  void theExampleAndItsTable() throws Exception {
    write("example.json", library("example"), 0);
    write("example.csv", library("example", "--csv"), 0);
  }

  @Test
  void theExamplesSchemaIsTheLibrarys() throws Exception {
    assertThat(library("example", "--schema").out())
        .contains("\"$schema\"")
        .isEqualTo(library("show", "--schema", "library").out());
    assertThat(library("example", "--schema", "error").out())
        .isEqualTo(library("lint", "--schema", "error").out());
  }

  private Product.Outcome library(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("library"));
    all.addAll(List.of(arguments));
    return Product.run(directory, all.toArray(new String[0]));
  }

  private void write(String file, Product.Outcome outcome, int exitCode) throws Exception {
    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(exitCode);
    Files.writeString(directory.resolve(file), outcome.out());
  }

  private void change(String from, String to, String what, String by) throws Exception {
    String text = Files.readString(directory.resolve(from));
    assertThat(text).contains(what);
    Files.writeString(directory.resolve(to), text.replace(what, by));
  }

  private Product.Outcome imported(String file, String... more) throws Exception {
    List<String> all =
        new ArrayList<>(
            List.of(
                "import",
                file,
                "--hospital",
                "Example Hospital",
                "--name",
                "Example library, not for clinical use",
                "--version",
                "1",
                "--rounding-tolerance",
                "5"));
    all.addAll(List.of(more));
    return library(all.toArray(new String[0]));
  }

  @Test
  void theTableBecomesTheExampleThatShowReads() throws Exception {
    write("made.json", imported("example.csv"), 0);
    assertThat(directory.resolve("made.json"))
        .hasSameTextualContentAs(directory.resolve("example.json"));
    assertThat(library("show", "made.json").exitCode()).isZero();
  }

  @Test
  void mistakesInATableAreToldAndNoLibraryIsPrinted() throws Exception {
    change("example.csv", "bad.csv", "mcg/kg/min", "furlong");
    Product.Outcome outcome = imported("bad.csv");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains("bad.csv, line 3, column ", "'furlong'");
    Product.Outcome json = imported("bad.csv", "--json");
    assertThat(json.exitCode()).isEqualTo(1);
    OutputSchema.of("library", "import", "--schema").assertFits(json.out());
    assertThat(library("import", "example.csv").exitCode()).isEqualTo(2);
  }

  @Test
  void lintEndsByWhatIsAskedFor() throws Exception {
    OutputSchema schema = OutputSchema.of("library", "lint", "--schema");
    Product.Outcome good = library("lint", "example.json", "--at", "2026-12-01", "--json");
    assertThat(good.exitCode()).as(good.err()).isZero();
    schema.assertFits(good.out());
    assertThat(library("lint", "example.json", "--fail-on", "WARNING").exitCode()).isEqualTo(1);
    change("example.json", "worse.json", ", \"hard_max\": \"2\"", "");
    Product.Outcome worse = library("lint", "worse.json", "--at", "2026-12-01");
    assertThat(worse.exitCode()).isEqualTo(1);
    assertThat(worse.out()).contains("ERROR high-alert-no-hard-max", "Adult ICU, norepinephrine");
    change("example.json", "broken.json", "\"hard_max\": \"2\"", "\"hard_max\": 2");
    Product.Outcome broken = library("lint", "broken.json", "--json");
    assertThat(broken.exitCode()).isEqualTo(1);
    schema.assertFits(broken.out());
    assertThat(library("lint", "example.json", "--at", "tomorrow").exitCode()).isEqualTo(2);
  }

  @Test
  void diffSaysWhatBecomesLooser() throws Exception {
    change("example.json", "next.json", "\"hard_max\": \"2\"", "\"hard_max\": \"3\"");
    OutputSchema schema = OutputSchema.of("library", "diff", "--schema");
    Product.Outcome differs = library("diff", "example.json", "next.json");
    assertThat(differs.exitCode()).isEqualTo(1);
    assertThat(differs.out().replace("->", "→"))
        .contains("LOOSER    norepinephrine 4 mg in 250 mL, Adult ICU: hard max 2 → 3 mcg/kg/min");
    schema.assertFits(library("diff", "example.json", "next.json", "--json").out());
    Product.Outcome same = library("diff", "example.json", "example.json", "--json");
    assertThat(same.exitCode()).isZero();
    schema.assertFits(same.out());
    Files.writeString(directory.resolve("none.json"), "{}");
    Product.Outcome refused = library("diff", "example.json", "none.json");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains("none.json is no library");
  }

  @Test
  void aNameKeepsItsLettersWhereThereIsNoLocale() throws Exception {
    change("example.json", "named.json", "norepinephrine", "nor\u00E9pin\u00E9phrine");
    String[] show = {"library", "show", "named.json", "--json"};
    Product.Outcome plain =
        Product.runInThePosixLocale(directory, directory.resolve("plain.txt"), show);
    assertThat(plain.exitCode()).as(plain.err()).isZero();
    assertThat(plain.out()).contains("nor\\u00e9pin\\u00e9phrine");
    assertThat(JSON.std.mapFrom(plain.out()))
        .isEqualTo(JSON.std.mapFrom(library(show[1], show[2], show[3]).out()));
  }
}
