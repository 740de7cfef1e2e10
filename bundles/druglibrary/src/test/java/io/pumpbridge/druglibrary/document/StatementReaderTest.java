// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.document;

import static io.pumpbridge.druglibrary.lab.Examples.bytes;
import static io.pumpbridge.druglibrary.lab.Examples.contentHash;
import static io.pumpbridge.druglibrary.lab.Examples.named;
import static io.pumpbridge.druglibrary.lab.Examples.statement;
import static io.pumpbridge.druglibrary.lab.Examples.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import io.pumpbridge.druglibrary.document.LibraryStatement.Named;
import io.pumpbridge.druglibrary.lab.Examples;
import io.pumpbridge.model.document.DocumentException;
import java.net.URI;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatementReaderTest {
  private final Validator validator = new ValidatorFactory().createValidator();
  private final URI schema =
      validator.registerSchema(
          Examples.read("/io/pumpbridge/druglibrary/library-statement.schema.json"));

  @Test
  void whatIsSaidIsRead() throws Exception {
    String text = statement(7, 4, 3);
    LibraryStatement read = StatementReader.read(bytes(text));
    assertThat(read.id()).isEqualTo("W-7");
    assertThat(read.number()).isEqualTo(7);
    assertThat(read.reason()).isEqualTo("Wrong hard maximum");
    assertThat(read.issued()).isEqualTo(Instant.parse("2026-03-01T11:00:00Z"));
    assertThat(read.withdrawn()).containsExactly(new Named(4, contentHash(4)));
    assertThat(read.stepBack()).contains(new Named(3, contentHash(3)));
    assertThat(read.withdraws(contentHash(4))).isTrue();
    assertThat(read.withdraws(contentHash(3))).isFalse();
    assertThat(validator.validate(schema, text).isValid()).isTrue();
    assertThat(StatementReader.read(bytes(statement(7, 4, 0))).stepBack()).isEmpty();
  }

  @Test
  void whoIsFurtherDoesNotStepBack() throws Exception {
    LibraryStatement read = StatementReader.read(bytes(statement(7, 4, 3)));
    assertThat(read.stepBackFrom(4)).isPresent();
    assertThat(read.stepBackFrom(2)).isPresent();
    assertThat(read.stepBackFrom(5)).isEmpty();
  }

  /** The schema sees all of these but the last three, which are about what they mean together. */
  @ParameterizedTest(name = "{1} at {2}")
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "statement-1\",                statement-2\",               $.format,               true",
        "\"id\":\"W-7\",               \"id\":\"W 7\",              $.id,                   true",
        "\"number\":7,                 \"number\":0,                $,                      true",
        "\"number\":7,                 \"number\":\"7\",            $.number,               true",
        "\"number\":7,                 \"numbers\":7,               $.numbers,              true",
        "T11:00:00Z,                   T11:00:00+01:00,             $.issued,               true",
        "Wrong hard maximum,           ``,                          $.reason,               true",
        "\"sha256\":\",                \"sha256\":\"A,              $.withdrawn[0].sha256,  true",
        "\"version\":4,                \"version\":0,               $.withdrawn[0].version, true",
        "\"version\":4,                \"version\":4|\"x\":1,       $.withdrawn[0].x,       true",
        "Wrong hard,                   Wr\\u043eng hard,            $.reason,               false",
        "\"step_back\":{\"version\":3, \"step_back\":{\"version\":4, $,                     false",
      })
  void whatIsMalformedIsRefusedWithItsPlace(String what, String by, String place, boolean seen) {
    String changed = with(statement(7, 4, 3), what, by.replace('|', ','));
    assertRefused(changed, place);
    assertThat(validator.validate(schema, changed).isValid()).isEqualTo(!seen);
  }

  @Test
  void whatContradictsItselfIsRefused() {
    String text = statement(7, 4, 3);
    assertRefused(with(text, "[" + named(4), "[" + named(4) + "," + named(4)), "$");
    assertRefused(with(text, "[" + named(4), "[" + named(4) + "," + named(3)), "$");
    assertRefused(with(text, "[" + named(4) + "]", "[]"), "$.withdrawn");
    String many = (named(4) + ",").repeat(StatementReader.MAX_WITHDRAWN);
    assertRefused(with(text, "[" + named(4), "[" + many + named(4)), "$.withdrawn");
    assertRefused(" ".repeat(StatementReader.MAX_BYTES) + text, "$");
  }

  private static void assertRefused(String document, String place) {
    DocumentException e =
        catchThrowableOfType(DocumentException.class, () -> StatementReader.read(bytes(document)));
    assertThat(e).as(document).isNotNull();
    assertThat(e.path()).isEqualTo(place);
  }
}
