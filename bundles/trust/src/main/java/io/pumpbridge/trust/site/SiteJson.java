// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.site;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.jr.ob.JSON;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.measure.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** JSON that every reader takes the same way: UTF-8, each key once, one object, nothing after. */
final class SiteJson {
  /** The deepest place is {@code $.anchors.server[0].until}. */
  private static final int MAX_DEPTH = 8;

  /** 2^53 has 16 digits. */
  private static final int MAX_NUMBER = 20;

  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(MAX_NUMBER)
                  .build())
          .build();

  private static final JSON READER = JSON.builder(FACTORY).build();

  private SiteJson() {}

  /**
   * @param text bounded by whoever took it in
   */
  static Fields parse(Bytes text) throws DocumentException {
    // A reader of our own, because the parser would guess UTF-16 and UTF-32 as well.
    Reader reader =
        new InputStreamReader(
            new ByteArrayInputStream(text.toArray()),
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT));
    try (JsonParser parser = FACTORY.createParser(reader)) {
      Map<?, ?> tree = READER.mapFrom(parser);
      if (tree == null || parser.nextToken() != null) {
        throw new DocumentException("$", "is not exactly one JSON object");
      }
      return Fields.from(tree);
    } catch (IOException e) {
      throw new DocumentException("$", "is no well-formed JSON object with each key once");
    }
  }
}
