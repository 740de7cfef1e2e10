// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.bom;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Writes the bill of materials of pump-bridge.jar, or of the package for Kura (CycloneDX 1.6,
 * JSON). The same jar gives the same bytes.
 */
public final class BillOfMaterials {
  private BillOfMaterials() {}

  /**
   * Writes the bill of a product that is packed.
   *
   * @param arguments {@code PRODUCT POM TIME OUTPUT [NAME VERSION]}: the product's jar, the root
   *     pom of the modules it was built from, what to give as the time; how to call a product that
   *     is no artifact of Maven's
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 4 && arguments.length != 6) {
      throw new IllegalArgumentException("PRODUCT POM TIME OUTPUT [NAME VERSION]");
    }
    Path pom = Path.of(arguments[1]).toAbsolutePath().normalize();
    Inventory inventory = new Inventory(pom.resolveSibling("bundles"), Licence.of(pom));
    Jar packed = Jar.read(Path.of(arguments[0]));
    Part product =
        arguments.length == 4
            ? inventory.take(packed)
            : inventory.take(
                packed, new Coordinates("io.pumpbridge", arguments[4], arguments[5]), "runtime");
    String json =
        JSON.std
            .with(JSON.Feature.PRETTY_PRINT_OUTPUT)
            .asString(bill(product, inventory, arguments[2]));
    Files.writeString(Path.of(arguments[3]), json + "\n");
  }

  private static Map<String, Object> bill(Part product, Inventory inventory, String time) {
    Map<String, Object> bill = new LinkedHashMap<>();
    bill.put("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json");
    bill.put("bomFormat", "CycloneDX");
    bill.put("specVersion", "1.6");
    bill.put("serialNumber", serialNumber(inventory));
    bill.put("version", 1);
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("timestamp", time);
    metadata.put("component", product.json("application"));
    bill.put("metadata", metadata);
    List<Map<String, Object>> components = new ArrayList<>();
    List<Map<String, Object>> dependencies = new ArrayList<>();
    inventory
        .parts()
        .forEach(
            (purl, part) -> {
              if (!part.equals(product)) {
                components.add(part.json("library"));
              }
              Map<String, Object> dependency = new LinkedHashMap<>();
              dependency.put("ref", purl);
              dependency.put("dependsOn", inventory.holdings().get(purl));
              dependencies.add(dependency);
            });
    bill.put("components", components);
    bill.put("dependencies", dependencies);
    return bill;
  }

  /** Another one for other contents, and for nothing else. */
  private static String serialNumber(Inventory inventory) {
    String contents = inventory.parts() + "\n" + inventory.holdings();
    return "urn:uuid:" + UUID.nameUUIDFromBytes(contents.getBytes(StandardCharsets.UTF_8));
  }
}
