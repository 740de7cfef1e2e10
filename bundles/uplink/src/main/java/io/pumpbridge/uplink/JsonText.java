// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.jr.ob.JSON;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.measure.Bytes;
import java.io.IOException;
import java.util.Map;

/** Reads JSON strictly and with limits; a confirmation of 256 streams takes 50 kB. */
public final class JsonText {
  private static final int MAX_BYTES = 1024 * 1024;
  private static final int MAX_DEPTH = 32;

  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxDocumentLength(MAX_BYTES)
                  .build())
          .build();

  private static final JSON READER = JSON.builder(FACTORY).build();

  /** Of text that the journal vouches for, read by whoever wants a part of it only. */
  private static final JsonFactory PLAIN = new JsonFactory();

  private JsonText() {}

  /** Checks form and nothing more; for canonical bytes, which have each key once. */
  static JsonParser parser(Bytes canonical) throws IOException {
    return PLAIN.createParser(canonical.toArray());
  }

  public static Fields parse(Bytes text) throws DocumentException {
    if (text.length() > MAX_BYTES) {
      throw new DocumentException("$", "is larger than " + MAX_BYTES + " bytes");
    }
    try (JsonParser parser = FACTORY.createParser(text.toArray())) {
      Map<?, ?> tree = READER.mapFrom(parser);
      if (tree == null || parser.nextToken() != null) {
        throw new DocumentException("$", "is not exactly one JSON object");
      }
      return Fields.from(tree);
    } catch (IOException e) {
      throw new DocumentException("$", "is no well-formed JSON object");
    }
  }
}
