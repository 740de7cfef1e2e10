// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.document;

import static io.pumpbridge.druglibrary.lab.Examples.ASSOCIATION;
import static io.pumpbridge.druglibrary.lab.Examples.LIBRARY;
import static io.pumpbridge.druglibrary.lab.Examples.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.JacksonNode;
import io.pumpbridge.druglibrary.lab.Examples;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The schemas say what the readers do, as far as a schema can. */
class SchemaTest {
  private static final String PLACE = "/io/pumpbridge/druglibrary/";

  private final Validator validator =
      new ValidatorFactory().withJsonNodeFactory(new JacksonNode.Factory()).createValidator();
  private final URI library =
      validator.registerSchema(Examples.read(PLACE + "drug-library.schema.json"));
  private final URI association =
      validator.registerSchema(Examples.read(PLACE + "association.schema.json"));

  private boolean isLibrary(String document) {
    return validator.validate(library, document).isValid();
  }

  private boolean isAssociation(String document) {
    return validator.validate(association, document).isValid();
  }

  @Test
  void theExamplesAreValidAndSayThatTheyAreExamples() {
    assertThat(isLibrary(LIBRARY)).isTrue();
    assertThat(isAssociation(ASSOCIATION)).isTrue();
    assertThat(LIBRARY).contains("example, not for clinical use");
    assertThat(ASSOCIATION).contains("example-not-for-clinical-use");
  }

  @Test
  void theSchemaRefusesWhatAnEditorShouldNotEvenOffer() {
    for (List<String> change :
        List.of(
            List.of("\"version\": 3", "\"version\": \"3\""),
            List.of("\"version\": 3", "\"version\": 0"),
            List.of("\"version\": 3,", ""),
            List.of("\"version\": 3,", "\"version\": 3, \"note\": \"x\","),
            List.of("\"hard_max\": \"2\"", "\"hard_max\": 2"),
            List.of("\"hard_max\": \"2\"", "\"hard_max\": \"2e0\""),
            List.of("\"hard_max\": \"2\"", "\"hard_max\": \"02\""),
            List.of("\"hard_max\": \"2\"", "\"hard_max\": \"-2\""),
            List.of("\"hard_max\"", "\"hardmax\""),
            List.of("\"amount\": \"16\"", "\"amount\": \"0\""),
            List.of("\"ug/kg/min\"", "\"mcg/kg/min\""),
            List.of("\"ug/kg/min\"", "\"ug/kg\""),
            List.of("\"norepinephrine\"", "\"\""),
            List.of("\"norepinephrine\"", "\" x\""),
            List.of("\"high_alert\": true,", ""))) {
      assertThat(isLibrary(with(LIBRARY, change.get(0), change.get(1)))).as("%s", change).isFalse();
    }
    for (List<String> change :
        List.of(
            List.of("\"70\"", "70"),
            List.of("\"70\"", "\"0\""),
            List.of("\"kg\"", "\"lb\""),
            List.of("\"enc-4711\"", "\"JaneDoe\""),
            List.of("03-01T11:00:00Z", "03-01T11:00:00+01:00"),
            List.of("\"channel\": \"1\",", ""),
            List.of("\"channel\": \"1\",", "\"channel\": \"1\", \"name\": \"Jane\","))) {
      assertThat(isAssociation(with(ASSOCIATION, change.get(0), change.get(1))))
          .as("%s", change)
          .isFalse();
    }
  }

  @Test
  void everyDosingUnitThatTheSchemaOffersIsOneThatTheReaderTakes() throws Exception {
    for (String unit : List.of("g", "mg", "ug", "ng", "mL", "L")) {
      for (String per : List.of("", "/kg", "/m2")) {
        for (String time : List.of("/s", "/min", "/h", "/d")) {
          String document = with(LIBRARY, "\"ug/kg/min\"", "\"" + unit + per + time + "\"");
          assertThat(isLibrary(document)).as(unit + per + time).isTrue();
          LibraryReader.read(Examples.bytes(document));
        }
      }
    }
  }
}
