// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.desk;

import io.pumpbridge.druglibrary.document.LibraryReader;
import io.pumpbridge.druglibrary.document.LibrarySurvey;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.dose.LibraryDesk;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.measure.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
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
          "signed-order", "signed-order.schema.json",
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
  public Map<String, Object> lint(byte[] document, String at) {
    try {
      return LintTree.of(LibrarySurvey.of(Bytes.of(document)), LocalDate.parse(at));
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("'" + at + "' is no day such as 2026-03-01", e);
    }
  }

  @Override
  public Map<String, Object> diff(byte[] before, byte[] after) {
    return DiffTree.of(Bytes.of(before), Bytes.of(after));
  }

  @Override
  public Map<String, Object> importTable(byte[] csv, Map<String, Object> title) {
    return ImportTree.of(Bytes.of(csv), title);
  }

  @Override
  public String example(String form) {
    return switch (form) {
      case "json", "csv" -> resource("example-library." + form);
      default -> throw new IllegalArgumentException("there is no example as '" + form + "'");
    };
  }

  @Override
  public String schema(String of) {
    String name = SCHEMAS.get(of);
    if (name == null) {
      throw new IllegalArgumentException("there is no schema of '" + of + "'");
    }
    return resource(name);
  }

  private static String resource(String name) {
    try (InputStream in =
        LibraryReader.class.getResourceAsStream("/io/pumpbridge/druglibrary/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the bundle was built without " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("a resource of this bundle cannot be read", e);
    }
  }
}
