// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.druglibrary.library.VerifiedLibrary;
import io.pumpbridge.model.command.Answer;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.measure.Bytes;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each folder of {@code attacks} is one attack on the drug library: sent through the real door to
 * the real verifier and the real shelf it is refused with the code that its folder gives, that is
 * recorded, and the library in force stays.
 */
class LibraryAttackTest {
  private static final Path ATTACKS = resource("/attacks");
  private static final Path DOCUMENTS = resource("/attack-documents");
  private static final long IN_FORCE = 7;

  @TempDir private static Path directory;
  private static People people;
  private static Gateway gateway;

  private static Path resource(String name) {
    return Path.of(URI.create(LibraryAttackTest.class.getResource(name).toString()));
  }

  @BeforeAll
  static void aLibraryIsInForce() throws Exception {
    people = new People();
    gateway = new Gateway(directory.resolve("gateway"), people);
    Answer answer = gateway.send(good(IN_FORCE));
    assertThat(answer.body().text("code")).as(answer.toString()).isEqualTo("library-in-force");
    gateway.heard();
  }

  /** Right in everything. */
  private static Bytes good(long version) throws Exception {
    Draft draft = new Draft();
    byte[] content =
        Files.readString(DOCUMENTS.resolve("library.json"))
            .replace("\"version\": 8", "\"version\": " + version)
            .getBytes(StandardCharsets.UTF_8);
    for (String name : List.of("author", "approver")) {
      draft.sign(people.named(name), content, "", People.NOW, Optional.empty());
    }
    draft.content(content);
    return Bytes.of(draft.encoded());
  }

  static Stream<Path> attacks() throws IOException {
    try (Stream<Path> folders = Files.list(ATTACKS)) {
      return folders.sorted().toList().stream();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("attacks")
  void eachAttackIsRefusedRecordedAndChangesNothing(Path folder) throws Exception {
    Recipe recipe = Recipe.read(folder);
    VerifiedLibrary before = gateway.inForce();
    String stored = gateway.stored();
    int count = 0;
    for (byte[] file : recipe.files(people, DOCUMENTS)) {
      Answer answer = gateway.send(Bytes.of(file));
      String code = answer.body().text("code");
      assertThat(answer.body().toString()).contains("\"accepted\":false");
      assertThat(recipe.codes()).as("%s, file %d: %s", folder, count, answer.body()).contains(code);
      assertRecorded(code, recipe.place());
      assertThat(gateway.inForce()).isSameAs(before);
      count++;
    }
    assertThat(count).isPositive();
    assertThat(gateway.stored()).isEqualTo(stored);
    assertThat(before.library().version()).isEqualTo(IN_FORCE);
  }

  private static void assertRecorded(String code, String place) throws Exception {
    List<Event> heard = gateway.heard();
    assertThat(heard)
        .extracting(Event::name)
        .containsExactly(EventName.LIBRARY_RECEIVED, EventName.LIBRARY_REFUSED);
    assertThat(heard.get(1).details().text("code")).isEqualTo(code);
    assertThat(heard.get(1).details().text("reason")).endsWith(".");
    assertThat(heard.get(1).details().findText("place").orElse("")).isEqualTo(place);
  }

  /** Or the attacks would be refused for being what they are not. */
  @Test
  void whatIsRightInEverythingComesIntoForce() throws Exception {
    Gateway fresh = new Gateway(directory.resolve("fresh"), people);
    assertThat(fresh.send(good(IN_FORCE)).body().text("code")).isEqualTo("library-in-force");
    assertThat(fresh.send(good(IN_FORCE + 1)).body().text("code")).isEqualTo("library-in-force");
    assertThat(fresh.heard()).extracting(Event::name).doesNotContain(EventName.LIBRARY_REFUSED);
    assertThat(fresh.inForce().library().version()).isEqualTo(IN_FORCE + 1);
  }

  @Test
  void everyFolderSaysWhatMustHappenAndEveryTrickIsPlayed() throws Exception {
    Set<AttributeTrick> attributes = EnumSet.noneOf(AttributeTrick.class);
    Set<EnvelopeTrick> envelopes = EnumSet.noneOf(EnvelopeTrick.class);
    Set<ByteTrick> bytes = EnumSet.noneOf(ByteTrick.class);
    List<String> said = new ArrayList<>();
    for (Path folder : attacks().toList()) {
      Recipe recipe = Recipe.read(folder);
      assertThat(recipe.codes().size() == 1 || recipe.bytes().isPresent())
          .as(folder.toString())
          .isTrue();
      recipe.attributes().ifPresent(attributes::add);
      recipe.envelope().ifPresent(envelopes::add);
      recipe.bytes().ifPresent(bytes::add);
      said.add(recipe.what());
    }
    assertThat(said).doesNotHaveDuplicates().hasSizeGreaterThan(100);
    assertThat(attributes).containsExactlyInAnyOrder(AttributeTrick.values());
    assertThat(envelopes).containsExactlyInAnyOrder(EnvelopeTrick.values());
    assertThat(bytes).containsExactlyInAnyOrder(ByteTrick.values());
  }

  @Test
  void aFolderThatSaysNothingIsFound() throws Exception {
    Path empty = Files.createDirectories(directory.resolve("empty"));
    assertThatThrownBy(() -> Recipe.read(empty)).hasMessageContaining("has no attack.json");
    Path mute = Files.createDirectories(directory.resolve("mute"));
    Files.writeString(mute.resolve(Recipe.FILE), "{\"what\":\"It says not what must happen.\"}");
    assertThatThrownBy(() -> Recipe.read(mute)).hasMessageContaining("what is expected");
    Files.writeString(mute.resolve(Recipe.FILE), "{\"what\":\"Misspelt it is.\",\"cude\":\"x\"}");
    assertThatThrownBy(() -> Recipe.read(mute)).hasMessageContaining("cude");
  }
}
