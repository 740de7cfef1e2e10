// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.measure.Bytes;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON as the contract allows it, and nothing that two readers could take differently: UTF-8
 * without a mark, every key once, no null, no fractions, nothing after the end.
 */
public final class StrictJson {
  /**
   * The deepest place of a library is {@code $.care_areas[].entries[].pca.accumulated_dose.over}.
   */
  private static final int MAX_DEPTH = 12;

  /**
   * No name, source or decimal of a library is longer; {@link SafeText} allows less. What the
   * bridge itself writes must keep to it too, or is never read again.
   */
  public static final int MAX_TEXT = 1_000;

  private static final int MAX_NAME = 64;

  /** 2^53 has 16 digits. */
  private static final int MAX_NUMBER = 20;

  /** 10 000 entries of some 90 tokens each, twice. */
  private static final long MAX_TOKENS = 2_000_000;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(MAX_TEXT)
                  .maxNameLength(MAX_NAME)
                  .maxNumberLength(MAX_NUMBER)
                  .maxTokenCount(MAX_TOKENS)
                  .build())
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  /**
   * Takes the elements of a long list one by one, so that the list is never in memory as a tree.
   * The document holds the number of elements in its place.
   */
  interface LongList {
    /** Names and, in lists, positions from the root to here. */
    boolean isAt(List<Object> place);

    /** One element; its path and the place of its list are given. */
    void take(List<Object> place, Fields element) throws DocumentException;
  }

  private static final LongList NONE =
      new LongList() {
        @Override
        public boolean isAt(List<Object> place) {
          return false;
        }

        @Override
        public void take(List<Object> place, Fields element) {}
      };

  private final JsonParser parser;
  private final LongList longList;
  private final List<Object> place = new ArrayList<>();

  private StrictJson(JsonParser parser, LongList longList) {
    this.parser = parser;
    this.longList = longList;
  }

  /**
   * @throws DocumentException with the place, also when it is not even JSON
   */
  public static Fields parse(Bytes document) throws DocumentException {
    return parse(document, NONE);
  }

  public static Fields parse(Bytes document, LongList longList) throws DocumentException {
    Reader reader =
        new InputStreamReader(
            document.toStream(),
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT));
    try (JsonParser parser = FACTORY.createParser(reader)) {
      return new StrictJson(parser, longList).document();
    } catch (IOException e) {
      throw new DocumentException("$", "cannot be read"); // memory does not fail
    }
  }

  private Fields document() throws DocumentException {
    try {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw complaint("must be an object");
      }
      Map<String, Object> tree = object();
      if (parser.nextToken() != null) {
        throw complaint("something follows the end");
      }
      return Fields.from(tree);
    } catch (StreamConstraintsException e) {
      throw complaint("too deep, too long or too much: " + e.getOriginalMessage());
    } catch (JsonParseException e) {
      throw complaint(
          "is no JSON (line "
              + e.getLocation().getLineNr()
              + ", column "
              + e.getLocation().getColumnNr()
              + ")");
    } catch (CharacterCodingException e) {
      throw complaint("is no UTF-8 text");
    } catch (IOException e) {
      throw complaint("ends too early");
    }
  }

  private Map<String, Object> object() throws IOException, DocumentException {
    Map<String, Object> object = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      place.add(name);
      parser.nextToken();
      if (object.put(name, value()) != null) {
        throw complaint("stands there twice");
      }
      place.remove(place.size() - 1);
    }
    return object;
  }

  private List<Object> list() throws IOException, DocumentException {
    List<Object> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      place.add(list.size());
      list.add(value());
      place.remove(place.size() - 1);
    }
    return list;
  }

  private long elements() throws IOException, DocumentException {
    List<Object> here = List.copyOf(place);
    int number = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      place.add(number);
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        throw complaint("must be an object");
      }
      longList.take(here, Fields.from(path(), object()));
      place.remove(place.size() - 1);
      number++;
    }
    return number;
  }

  private Object value() throws IOException, DocumentException {
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw complaint("ends too early");
    }
    if (longList.isAt(place)) {
      if (token != JsonToken.START_ARRAY) {
        throw complaint("must be a list");
      }
      return elements();
    }
    return switch (token) {
      case START_OBJECT -> object();
      case START_ARRAY -> list();
      case VALUE_STRING -> parser.getText();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT -> whole();
      case VALUE_NUMBER_FLOAT -> throw complaint("a number with a point travels as text");
      case VALUE_NULL -> throw complaint("null says nothing; leave the field out");
      default -> throw complaint("is no JSON value");
    };
  }

  private long whole() throws IOException, DocumentException {
    if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      throw complaint("a whole number has at most 53 bits");
    }
    return parser.getLongValue();
  }

  private DocumentException complaint(String problem) {
    return new DocumentException(path(), problem);
  }

  private String path() {
    StringBuilder path = new StringBuilder("$");
    for (Object step : place) {
      if (step instanceof Integer) {
        path.append('[').append(step).append(']');
      } else {
        path.append('.').append(step);
      }
    }
    return path.toString();
  }
}
