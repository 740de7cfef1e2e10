// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.JacksonNode;
import io.pumpbridge.druglibrary.lab.Examples;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.dose.DeliveryMode;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignedOrderReaderTest {
  private static final String ORDER = Examples.read("/examples/signed-order.json");

  private final Validator validator =
      new ValidatorFactory().withJsonNodeFactory(new JacksonNode.Factory()).createValidator();
  private final URI schema =
      validator.registerSchema(
          Examples.read("/io/pumpbridge/druglibrary/signed-order.schema.json"));

  @Test
  void anOrderIsReadWhole() throws Exception {
    SignedOrderReader.Addressed read = SignedOrderReader.read(Examples.bytes(ORDER));
    assertThat(read.heading().gateway()).isEqualTo("gw-1");
    assertThat(read.heading().encounter()).contains("enc-4711");
    assertThat(read.order().pumpSerial()).isEqualTo("800200123");
    assertThat(read.order().mode()).isEqualTo(DeliveryMode.CONTINUOUS);
    assertThat(read.order().dose().orElseThrow().toString()).isEqualTo("0.1 ug/kg/min");
    assertThat(read.order().vtbi().orElseThrow().toString()).isEqualTo("50 mL");
    assertThat(validator.validate(schema, ORDER).isValid()).isTrue();
  }

  @Test
  void anOrderMayBeInMoles() throws Exception {
    String moles =
        Examples.with(
            Examples.with(ORDER, "\"amount_unit\": \"mg\"", "\"amount_unit\": \"mmol\""),
            "ug/kg/min",
            "umol/kg/min");
    SignedOrderReader.Addressed read = SignedOrderReader.read(Examples.bytes(moles));
    assertThat(read.order().dose().orElseThrow().toString()).isEqualTo("0.1 umol/kg/min");
    assertThat(validator.validate(schema, moles).isValid()).isTrue();
  }

  /** Both the reader and the schema, but for the last, which no schema can say. */
  @Test
  void whatIsNotExactlyAnOrderIsRefusedWithItsPlace() {
    String order = "\"id\": \"example-not-for-clinical-use-1\"";
    for (List<String> change :
        List.of(
            List.of("order-1\"", "order-2\"", "$.format"),
            List.of("\"channel\": \"1\",", "", "$.channel"),
            List.of(order, "\"id\": \"no space\"", "$.id"),
            List.of(order, "\"note\": \"x\", " + order, "$.note"),
            List.of("\"800200123\"", "\"8002 123\"", "$.pump"),
            List.of("continuous", "bolus", "$.mode"),
            List.of("\"0.1\"", "0.1", "$.dose.value"),
            List.of("\"0.1\"", "\"1e-1\"", "$.dose.value"),
            List.of("\"0.1\", \"unit\"", "\"0.1\", \"max\": \"2\", \"unit\"", "$.dose.max"),
            List.of(
                "{ \"value\": \"50\", \"unit\": \"mL\" }",
                "{ \"value\": \"50\", \"unit\": \"L\" }",
                "$.vtbi.unit"),
            List.of("\"50\"", "\"0\"", "$.vtbi.value"),
            List.of("\"mode\"", "\"override\": {\"by\": \"X\"}, \"mode\"", "$.override.reason"),
            List.of(
                "\"mode\"",
                "\"override\": {\"by\": \"X\", \"reason\": \"y\", \"pin\": \"1\"}, \"mode\"",
                "$.override.pin"),
            List.of("enc-4711", "JaneDoe", "$.encounter"),
            List.of("T12:10:00Z", "T12:10:00", "$.expires"))) {
      String document = Examples.with(ORDER, change.get(0), change.get(1));
      assertRefused(document, change.get(2));
      assertThat(validator.validate(schema, document).isValid()).as("%s", change).isFalse();
    }
    assertRefused(Examples.with(ORDER, "T12:10:00Z", "T11:59:00Z"), "$.expires");
  }

  private static void assertRefused(String document, String place) {
    assertThatThrownBy(() -> SignedOrderReader.read(Examples.bytes(document)))
        .as(place)
        .isInstanceOfSatisfying(
            DocumentException.class, why -> assertThat(why.path()).isEqualTo(place));
  }
}
