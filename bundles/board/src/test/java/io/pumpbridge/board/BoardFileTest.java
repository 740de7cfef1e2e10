// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.board;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.pumpbridge.model.document.DocumentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoardFileTest {
  private static final Path BOARDS = Path.of("../../hardware/boards");
  private static final String GOOD =
      """
      {"format":"pump-bridge-board-1","name":"x","title":"X","numbering":"BCM",
       "light":{"red":{"pin":17,"active":"high"},"green":{"pin":22,"active":"low"}},
       "tamper":{"pin":24,"closed":"low","pull":"up","debounce_ms":50}}""";

  static List<Path> boards() throws IOException {
    try (Stream<Path> files = Files.list(BOARDS)) {
      return files.filter(file -> !file.toString().endsWith(".schema.json")).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("boards")
  void everyBoardFileFitsTheSchemaAndIsReadable(Path board) throws Exception {
    assertThat(schemaComplaints(Files.readString(board))).isEmpty();
    String name = board.getFileName().toString().replace(".json", "");
    assertThat(BoardFile.load(name).name()).isEqualTo(name);
  }

  @Test
  void theRaspberryPiIsThere() throws Exception {
    assertThat(boards()).isNotEmpty();
    BoardFile pi = BoardFile.load("raspberry-pi-4");
    assertThat(pi.light().amber()).contains(new BoardFile.Output(27, true));
    assertThat(pi.tamper()).contains(new BoardFile.Switch(24, false, BoardFile.Pull.UP, 50));
  }

  @Test
  void theDrawingShowsEveryPinOfTheBoardFile() throws Exception {
    String drawing = Files.readString(Path.of("../../hardware/raspberry-pi-4.svg"));
    Matcher pin =
        Pattern.compile("\"pin\": ([0-9]+)")
            .matcher(Files.readString(BOARDS.resolve("raspberry-pi-4.json")));
    int pins = 0;
    for (; pin.find(); pins++) {
      assertThat(drawing).contains("GPIO " + pin.group(1) + " (");
    }
    assertThat(pins).isEqualTo(5);
  }

  @Test
  void theGoodExampleIsGoodForReaderAndSchema() throws Exception {
    assertThat(schemaComplaints(GOOD)).isEmpty();
    assertThat(BoardFile.parse(GOOD.getBytes(UTF_8)).buzzer()).isEmpty();
  }

  static Stream<String> broken() {
    return Stream.of(
        GOOD.replace("board-1", "board-2"),
        GOOD.replace("\"BCM\"", "\"header\""),
        GOOD.replace("\"pin\":17", "\"pin\":28"),
        GOOD.replace("\"pin\":17", "\"pin\":1"),
        GOOD.replace("\"pin\":17", "\"pin\":\"17\""),
        GOOD.replace("\"pin\":17", "\"pim\":17"),
        GOOD.replace("\"active\":\"low\"", "\"active\":\"off\""),
        GOOD.replace("\"red\"", "\"blue\""),
        GOOD.replace("\"pull\":\"up\"", "\"pull\":\"strong\""),
        // The switch would look closed when its wire is cut.
        GOOD.replace("\"pull\":\"up\"", "\"pull\":\"down\""),
        GOOD.replace("\"closed\":\"low\"", "\"closed\":\"high\""),
        GOOD.replace("\"debounce_ms\":50", "\"debounce_ms\":0"),
        GOOD.replace("\"debounce_ms\":50", "\"debounce_ms\":9999"),
        GOOD.replace("\"title\":\"X\"", "\"titel\":\"X\""));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void readerAndSchemaRefuseTheSame(String json) {
    assertThat(json).isNotEqualTo(GOOD);
    assertThat(schemaComplaints(json)).isNotEmpty();
    assertThatThrownBy(() -> BoardFile.parse(json.getBytes(UTF_8)))
        .isInstanceOf(DocumentException.class);
  }

  @Test
  void twoThingsOnOnePinAreRefused() {
    // A schema cannot say this.
    assertThatThrownBy(
            () -> BoardFile.parse(GOOD.replace("\"pin\":24", "\"pin\":22").getBytes(UTF_8)))
        .isInstanceOf(DocumentException.class)
        .hasMessageContaining("used twice");
  }

  @Test
  void aKeyThatIsThereTwiceIsRefused() {
    assertThatThrownBy(
            () ->
                BoardFile.parse(
                    GOOD.replace("\"pin\":17", "\"pin\":17,\"pin\":18").getBytes(UTF_8)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void everyTruncationIsRefused() {
    for (int length = 0; length < GOOD.length(); length++) {
      byte[] cut = GOOD.substring(0, length).getBytes(UTF_8);
      assertThatThrownBy(() -> BoardFile.parse(cut))
          .isInstanceOfAny(IOException.class, DocumentException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"raspberry-pi-9", "../boards/raspberry-pi-4", "a/b", "A", "é"})
  void aNameThatIsNoBoardIsSaid(String name) {
    assertThatThrownBy(() -> BoardFile.load(name))
        .isInstanceOf(LineException.class)
        .hasMessageContaining(name);
  }

  private static List<String> schemaComplaints(String json) {
    try {
      JsonSchema schema =
          JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
              .getSchema(Files.readString(BOARDS.resolve("board.schema.json")));
      return schema.validate(json, InputFormat.JSON).stream().map(Object::toString).toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
