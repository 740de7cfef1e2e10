// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pumpbridge.druglibrary.csv.LibraryImport;
import io.pumpbridge.druglibrary.document.AssociationReader;
import io.pumpbridge.druglibrary.document.Heading;
import io.pumpbridge.druglibrary.document.LibraryReader;
import io.pumpbridge.druglibrary.document.LibraryStatement;
import io.pumpbridge.druglibrary.document.SignedOrderReader;
import io.pumpbridge.druglibrary.document.StatementReader;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.dose.Concentration;
import io.pumpbridge.model.dose.DrugLibrary;
import io.pumpbridge.model.dose.InfusionOrder;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.pumpserver.authority.DemoAuthority;
import io.pumpbridge.pumpserver.signing.SignedDocuments;
import io.pumpbridge.pumpserver.signing.StreamPosition;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bouncycastle.cms.CMSSignedData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the document shows as sent to a gateway is what our own programs write, to the letter, or,
 * where only other people's programs write it, what our reader has read, written again.
 */
class AsyncApiDocumentsTest {
  private static final String GATEWAY = "gw-0017";
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

  @TempDir private Path directory;
  private AsyncApi document;

  @BeforeEach
  void read() throws Exception {
    document = AsyncApi.read();
  }

  private Bytes example(String message) {
    return Bytes.of(document.example(message).toString(), UTF_8);
  }

  private void assertShown(String message, String written) throws Exception {
    JsonNode shown = document.example(message);
    assertThat(AsyncApi.json(written)).as(message).isEqualTo(shown);
  }

  private SignedDocuments server(Instant at) throws Exception {
    InstantSource clock = InstantSource.fixed(at);
    return new SignedDocuments(DemoAuthority.open(directory, "pump-server", clock), clock);
  }

  private static String content(Bytes signed) throws Exception {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    new CMSSignedData(signed.toArray()).getSignedContent().write(content);
    return content.toString(UTF_8);
  }

  /** What a server checks against the document before it signs is what the gateway takes. */
  @ParameterizedTest
  @CsvSource({"association, association", "order, signed-order"})
  void theSchemasOfWhatIsSignedAreTheShippedOnes(String name, String shipped) throws Exception {
    try (InputStream schema =
        AssociationReader.class.getResourceAsStream(
            "/io/pumpbridge/druglibrary/" + shipped + ".schema.json")) {
      String text = new String(Objects.requireNonNull(schema).readAllBytes(), UTF_8);
      assertThat(document.schema(name)).isEqualTo(AsyncApi.plain(AsyncApi.json(text)));
    }
  }

  @Test
  void aConfirmationIsShownAsTheReferenceServerSendsIt() throws Exception {
    List<StreamPosition> stored = new ArrayList<>();
    for (JsonNode one : document.example("confirmation").get("confirmed")) {
      Lane lane = Lane.find(one.get("lane").asText()).orElseThrow();
      stored.add(
          new StreamPosition(
              new StreamId(GATEWAY, one.get("epoch").asText(), lane),
              one.get("seq").asLong(),
              one.get("hash").asText()));
    }
    assertThat(stored).hasSize(2);
    Bytes signed = server(NOON.plusSeconds(1)).confirmation(GATEWAY, stored);
    assertShown("confirmation", content(signed));
  }

  @Test
  void anAssociationIsShownAsTheReferenceServerSendsWhatOurReaderReads() throws Exception {
    AssociationReader.Addressed read = AssociationReader.read(example("association"));
    Heading heading = read.heading();
    assertShown(
        "association",
        content(
            server(NOON).association(read.association(), heading.hospital(), heading.gateway())));
  }

  @Test
  void aLibraryIsShownAsItIsImportedFromATable() throws Exception {
    String table =
        """
        care_area,maximum_rate_ml_h,minimum_weight_kg,maximum_weight_kg,drug,concentration_amount,\
        concentration_amount_unit,concentration_volume,concentration_volume_unit,\
        continuous_dose_unit,continuous_dose_soft_min,continuous_dose_soft_max,\
        continuous_dose_hard_max,high_alert,source,edition
        ICU,999,30,200,,,,,,,,,,,,
        ICU,,,,norepinephrine,16,mg,250,mL,mcg/kg/min,0.01,0.5,2,yes,\
        "example, not for clinical use",2026-03
        """;
    LibraryImport.Outcome imported =
        LibraryImport.read(
            Bytes.of(table, UTF_8),
            new LibraryImport.Title("general", "Adult ICU", 3, Optional.empty()));
    assertShown("library", imported.document().orElseThrow());
    DrugLibrary read = LibraryReader.read(example("library"));
    assertThat(read.version()).isEqualTo(3);
  }

  @Test
  void aStatementIsShownAsOurReaderReadsIt() throws Exception {
    LibraryStatement read = StatementReader.read(example("libraryStatement"));
    assertShown(
        "libraryStatement",
        Fields.builder()
            .put("format", "pump-bridge-library-statement-1")
            .put("hospital", read.hospital())
            .put("id", read.id())
            .put("number", read.number())
            .put("issued", read.issued())
            .put("reason", read.reason())
            .put(
                "withdrawn", read.withdrawn().stream().map(AsyncApiDocumentsTest::written).toList())
            .put("step_back", written(read.stepBack().orElseThrow()))
            .build()
            .toString());
  }

  private static Fields written(LibraryStatement.Named library) {
    return Fields.builder()
        .put("version", library.version())
        .put("sha256", library.sha256())
        .build();
  }

  @Test
  void anOrderIsShownAsOurReaderReadsIt() throws Exception {
    SignedOrderReader.Addressed read = SignedOrderReader.read(example("order"));
    Heading heading = read.heading();
    InfusionOrder order = read.order();
    assertShown(
        "order",
        Fields.builder()
            .put("format", "pump-bridge-order-1")
            .put("id", order.id())
            .put("hospital", heading.hospital())
            .put("gateway", heading.gateway())
            .put("pump", order.pumpSerial())
            .put("channel", order.channel())
            .put("issued", heading.issued())
            .put("expires", heading.expires())
            .put("care_area", order.careArea())
            .put("drug", order.medication().drug())
            .put("concentration", written(order.medication().concentration().orElseThrow()))
            .put("weight", order.body().weight().orElseThrow())
            .put("dose", order.dose().orElseThrow())
            .put("encounter", heading.encounter().orElseThrow())
            .build()
            .toString());
  }

  private static Fields written(Concentration concentration) {
    return Fields.builder()
        .put("amount", concentration.amount().value().toPlainString())
        .put("amount_unit", concentration.amount().unit().ucum())
        .put("volume", concentration.volume().value().toPlainString())
        .put("volume_unit", concentration.volume().unit().ucum())
        .build();
  }
}
