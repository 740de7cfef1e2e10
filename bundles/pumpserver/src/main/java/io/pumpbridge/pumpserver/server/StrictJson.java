// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.jr.ob.JSON;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.measure.Bytes;
import java.io.IOException;

/** JSON from outside: no key twice, nothing behind the end, bounded in every direction. */
final class StrictJson {
  private static final int MAX_DEPTH = 16; // ours go six deep

  private static final JSON JSON_READER =
      JSON.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxDocumentLength(KuraCodec.MAX_BYTES)
                          .maxNumberLength(20)
                          .maxStringLength(64 * 1024)
                          .maxNameLength(256)
                          .build())
                  .build())
          .build();

  private StrictJson() {}

  static Fields read(Bytes json) throws DocumentException {
    try {
      return Fields.from(JSON_READER.mapFrom(json.toArray()));
    } catch (IOException e) {
      throw new DocumentException("$", "is not JSON, or more than is allowed");
    }
  }
}
