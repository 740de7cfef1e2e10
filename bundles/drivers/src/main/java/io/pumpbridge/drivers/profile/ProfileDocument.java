// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.profile;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.pumpbridge.model.measure.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A profile as a tree of maps, lists, text, whole numbers and booleans, and the line on which each
 * of its places stands.
 */
final class ProfileDocument {

  /** The longest shipped profile has 15 kB. */
  static final int MAX_BYTES = 256 * 1024;

  /** A profile nests four deep. */
  private static final int MAX_DEPTH = 16;

  private static final JsonFactory JSON_FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxDocumentLength(MAX_BYTES)
                  .build())
          .build();

  private final Findings findings;
  private final Map<String, Integer> lines = new HashMap<>();

  /** Where reading JSON broke off, if it did. */
  private int brokenLine;

  ProfileDocument(Findings findings) {
    this.findings = findings;
  }

  /** The line of a place, or of the nearest one around it; 1 is the first. */
  int lineOf(String place) {
    if (brokenLine > 0) {
      return brokenLine;
    }
    String at = place;
    while (!at.isEmpty()) {
      Integer line = lines.get(at);
      if (line != null) {
        return line;
      }
      int end = Math.max(at.lastIndexOf('.'), at.lastIndexOf('['));
      at = end < 0 ? "" : at.substring(0, end);
    }
    return 1;
  }

  /** Empty if it is no JSON object at all; what is wrong is then among the findings. */
  Optional<Row> read(Bytes content) {
    if (content.length() > MAX_BYTES) {
      findings.error("$", "is longer than " + MAX_BYTES + " bytes");
      return Optional.empty();
    }
    try (JsonParser parser = JSON_FACTORY.createParser(content.toArray())) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        findings.error("$", "must be an object, that is to begin with {");
        return Optional.empty();
      }
      Map<String, Object> tree = object(parser, "$");
      if (parser.nextToken() != null) {
        brokenLine = parser.currentTokenLocation().getLineNr();
        findings.error("$", "something follows after the document");
        return Optional.empty();
      }
      return Optional.of(new Row("$", tree, findings));
    } catch (JsonProcessingException e) {
      brokenLine = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
      findings.error("$", "is no JSON: " + firstLine(e.getOriginalMessage()));
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory cannot fail to be read", e);
    }
  }

  private static String firstLine(String message) {
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }

  private Map<String, Object> object(JsonParser parser, String place) throws IOException {
    Map<String, Object> object = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      String at = place + "." + name;
      lines.putIfAbsent(at, parser.currentTokenLocation().getLineNr());
      parser.nextToken();
      Optional<Object> value = value(parser, at);
      if (object.containsKey(name)) {
        findings.error(at, "stands here twice; take one away");
      } else {
        value.ifPresent(v -> object.put(name, v));
      }
    }
    return object;
  }

  private List<Object> list(JsonParser parser, String place) throws IOException {
    List<Object> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      String at = place + "[" + list.size() + "]";
      lines.put(at, parser.currentTokenLocation().getLineNr());
      list.add(value(parser, at).orElse(""));
    }
    return list;
  }

  private Optional<Object> value(JsonParser parser, String place) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      return Optional.of(object(parser, place));
    }
    if (token == JsonToken.START_ARRAY) {
      return Optional.of(list(parser, place));
    }
    if (token == JsonToken.VALUE_STRING) {
      return Optional.of(parser.getText());
    }
    if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
      return Optional.of(parser.getBooleanValue());
    }
    if (token == JsonToken.VALUE_NUMBER_INT
        && parser.getNumberType() == JsonParser.NumberType.INT) {
      return Optional.of(parser.getLongValue());
    }
    findings.error(
        place,
        token == JsonToken.VALUE_NULL
            ? "is null; leave the whole field out if there is nothing to say"
            : "must be a whole number of at most 31 bits; write decimals as text, like \"0.1\"");
    return Optional.empty();
  }
}
