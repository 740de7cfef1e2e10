// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.profile;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.jr.ob.JSON;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.measure.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** Reads a profile file strictly; every complaint names the file and the place. */
public final class DeviceProfileReader {

  /** The longest shipped profile has 9 kB. */
  static final int MAX_BYTES = 256 * 1024;

  /** A profile nests four deep. */
  private static final int MAX_DEPTH = 16;

  private static final JsonFactory JSON_FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxDocumentLength(MAX_BYTES)
                  .build())
          .build();

  private DeviceProfileReader() {}

  /**
   * Reads a profile that the bundle carries.
   *
   * @param name the profile's name, for example {@code alaris-asena}
   * @throws DocumentException if it is not what it should be
   * @throws IllegalArgumentException if the bundle carries no such profile
   */
  public static DeviceProfile readShipped(String name) throws DocumentException {
    String file = name + ".json";
    try (InputStream in =
        DeviceProfileReader.class.getResourceAsStream("/device-profiles/" + file)) {
      if (in == null) {
        throw new IllegalArgumentException("there is no device profile '" + name + "'");
      }
      return read(file, Bytes.of(in.readNBytes(MAX_BYTES + 1)));
    } catch (IOException e) {
      throw new UncheckedIOException("device profile '" + name + "' cannot be read", e);
    }
  }

  /**
   * Reads a profile.
   *
   * @param file the file's name, for complaints; without {@code .json} it must be the profile's
   *     name
   */
  public static DeviceProfile read(String file, Bytes content) throws DocumentException {
    try {
      DeviceProfile profile = new DeviceProfileTables(tree(content)).read();
      if (!file.equals(profile.identity().name() + ".json")) {
        throw new DocumentException("$.name", "must be the file's name without .json");
      }
      return profile;
    } catch (DocumentException e) {
      throw new DocumentException(file + " " + e.path(), e.problem());
    }
  }

  private static Fields tree(Bytes content) throws DocumentException {
    if (content.length() > MAX_BYTES) {
      throw new DocumentException("$", "is longer than " + MAX_BYTES + " bytes");
    }
    try (JsonParser parser = JSON_FACTORY.createParser(content.toArray())) {
      Map<String, Object> tree = JSON.std.mapFrom(parser);
      if (tree == null) { // what jackson-jr makes of nothing, and of a bare null
        throw new DocumentException("$", "must be an object");
      }
      Fields fields = Fields.from(tree);
      if (parser.nextToken() != null) {
        throw new DocumentException("$", "something follows after the document");
      }
      return fields;
    } catch (JsonProcessingException e) {
      throw new DocumentException("$", "is no JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory cannot fail to be read", e);
    }
  }
}
