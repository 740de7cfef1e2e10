// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.document;

import static io.pumpbridge.druglibrary.lab.Examples.ASSOCIATION;
import static io.pumpbridge.druglibrary.lab.Examples.bytes;
import static io.pumpbridge.druglibrary.lab.Examples.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.dose.Association;
import io.pumpbridge.model.measure.Quantity;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AssociationReaderTest {

  @Test
  void theExampleIsReadAsWritten() throws Exception {
    AssociationReader.Addressed read = AssociationReader.read(bytes(ASSOCIATION));
    assertThat(read.heading().hospital()).isEqualTo("Example Hospital");
    assertThat(read.heading().gateway()).isEqualTo("gw-1");
    assertThat(read.heading().encounter()).contains("enc-4711");
    Association association = read.association();
    assertThat(association.pumpSerial()).isEqualTo("800200123");
    assertThat(association.channel()).isEqualTo("1");
    assertThat(association.medication().drug()).isEqualTo("norepinephrine");
    assertThat(association.body().weight()).contains(Quantity.of("70", "kg"));
    assertThat(association.careArea()).isEqualTo("ICU");
    assertThat(association.issued()).isEqualTo(Instant.parse("2026-03-01T11:00:00Z"));
    assertThat(association.expires()).isEqualTo(Instant.parse("2026-03-02T11:00:00Z"));
  }

  @Test
  void weightAndEncounterMayBeAbsent() throws Exception {
    String bare =
        with(
            with(ASSOCIATION, "\"weight\": { \"value\": \"70\", \"unit\": \"kg\" },", ""),
            "\"encounter\": \"enc-4711\",",
            "");
    AssociationReader.Addressed read = AssociationReader.read(bytes(bare));
    assertThat(read.association().body().weight()).isEmpty();
    assertThat(read.heading().encounter()).isEmpty();
  }

  @ParameterizedTest(name = "{1} at {2}")
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "association-1\",           association-2\",                $.format",
        "\"id\": \"example,         \"id\": \"exa mple,             $.id",
        "\"id\": \"example,         \"id\": \"../example,           $.id",
        "\"gw-1\",                  \"\",                           $.gateway",
        "\"gw-1\",                  1,                              $.gateway",
        "\"800200123\",             \"800 200\",                    $.pump",
        "\"800200123\",             \"\\u202e123\",                 $.pump",
        "\"channel\": \"1\",        \"channel\": \"\",              $.channel",
        "\"channel\": \"1\",        \"channel\": 1,                 $.channel",
        "\"channel\": \"1\",        \"channels\": \"1\",            $.channels",
        "\"drug\": \"norepi,        \"drug\": \"n\\u043erepi,       $.drug",
        "\"16\",                    16,                             $.concentration.amount",
        "\"16\",                    \"0\",                          $.concentration",
        "\"mg\",                    \"mcg\",                        $.concentration.amount_unit",
        "\"70\",                    70,                             $.weight.value",
        "\"70\",                    \"7e1\",                        $.weight.value",
        "\"70\",                    \"070\",                        $.weight.value",
        "\"70\",                    \"0\",                          $.weight.value",
        "\"70\",                    \"-70\",                        $.weight.value",
        "\"kg\",                    \"g\",                          $.weight.unit",
        "\"kg\" },                  \"kg\" }|\"name\": \"A\",       $.name",
        "\"care_area\": \"ICU\",    \"care_area\": \"\",            $.care_area",
        "\"enc-4711\",              \"Jane Doe\",                   $.encounter",
        "\"enc-4711\",              \"JaneDoe\",                    $.encounter",
        "03-01T11:00:00Z,           03-01T11:00:00+01:00,           $.issued",
        "03-01T11:00:00Z,           03-02T11:00:00Z,                $.expires",
        "03-02T11:00:00Z,           03-01T10:59:59Z,                $.expires",
        "2026-03-02T11:00:00Z,      never,                          $.expires",
      })
  void whatIsMalformedIsRefusedWithItsPlace(String what, String by, String place) {
    String changed = with(ASSOCIATION, what, by.replace('|', ','));
    DocumentException e =
        catchThrowableOfType(DocumentException.class, () -> AssociationReader.read(bytes(changed)));
    assertThat(e).as("was accepted").isNotNull();
    assertThat(e.path()).isEqualTo(place);
  }

  @Test
  void aHugeOneIsRefused() {
    assertThat(
            catchThrowableOfType(
                DocumentException.class,
                () ->
                    AssociationReader.read(
                        bytes(ASSOCIATION + " ".repeat(AssociationReader.MAX_BYTES)))))
        .isNotNull();
  }
}
