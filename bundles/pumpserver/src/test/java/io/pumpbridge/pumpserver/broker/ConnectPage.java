// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The page for integrators, taken at its word. */
record ConnectPage(String text) {
  private static final Path FILE = Path.of("..", "uplink", "CONNECT.md");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  static ConnectPage read() throws IOException {
    return new ConnectPage(Files.readString(FILE));
  }

  /** The one block that is fenced with this name. */
  String block(String name) {
    Pattern fenced =
        Pattern.compile(
            "^```" + Pattern.quote(name) + "\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    List<MatchResult> found = fenced.matcher(text).results().toList();
    assertThat(found).as("blocks of the page named %s", name).hasSize(1);
    return found.get(0).group(1);
  }

  /** From the table of the broker's duties. */
  List<String> mayPublish(String who) {
    return duty(who, 1);
  }

  /** From the table of the broker's duties. */
  List<String> maySubscribe(String who) {
    return duty(who, 2);
  }

  private List<String> duty(String who, int column) {
    Pattern row = Pattern.compile("^\\| " + who + " \\|(.*)\\|(.*)\\|$", Pattern.MULTILINE);
    List<MatchResult> found = row.matcher(text).results().toList();
    assertThat(found).as("rows of the table for %s", who).hasSize(1);
    String cell = found.get(0).group(column);
    return CODE.matcher(cell).results().map(topic -> topic.group(1)).toList();
  }
}
