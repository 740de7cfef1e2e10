// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.desk;

import io.pumpbridge.druglibrary.document.LibraryReader;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.dose.LibraryDesk;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.measure.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/**
 * Reads documents for people, where a command asks for it by an empty configuration; an agent never
 * does.
 */
@Component(
    name = LibraryDeskComponent.PID,
    service = LibraryDesk.class,
    immediate = true,
    configurationPid = LibraryDeskComponent.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class LibraryDeskComponent implements LibraryDesk {
  static final String PID = "io.pumpbridge.druglibrary.desk";

  private static final Map<String, String> SCHEMAS =
      Map.of(
          "library", "drug-library.schema.json",
          "association", "association.schema.json",
          "order", "order.schema.json",
          "statement", "library-statement.schema.json");

  @Override
  public Map<String, Object> read(byte[] document) {
    Map<String, Object> answer = new LinkedHashMap<>();
    Bytes bytes = Bytes.of(document);
    try {
      Map<String, Object> library = LibraryTree.of(LibraryReader.read(bytes));
      library.put("sha256", EventRecord.hashOf(bytes));
      answer.put("sound", true);
      answer.put("library", library);
    } catch (DocumentException e) {
      answer.put("sound", false);
      answer.put("place", e.path());
      answer.put("problem", e.problem());
    }
    return answer;
  }

  @Override
  public String schema(String of) {
    String name = SCHEMAS.get(of);
    try (InputStream in =
        name == null
            ? null
            : LibraryReader.class.getResourceAsStream("/io/pumpbridge/druglibrary/" + name)) {
      if (in == null) {
        throw new IllegalArgumentException("there is no schema of '" + of + "'");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("a resource of this bundle cannot be read", e);
    }
  }
}
