// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.bom;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One component of the bill. */
record Part(
    String purl,
    Optional<String> group,
    String name,
    String version,
    List<Licence> licences,
    Origin origin) {

  /** Where it came from: an artifact with its hash, or files that lie in another library. */
  sealed interface Origin permits Artifact, Files {}

  record Artifact(String sha256) implements Origin {}

  record Files(Optional<String> cpe, List<String> paths) implements Origin {}

  static Part of(Coordinates coordinates, List<Licence> licences, String sha256) {
    return new Part(
        coordinates.purl(),
        Optional.of(coordinates.group()),
        coordinates.name(),
        coordinates.version(),
        licences,
        new Artifact(sha256));
  }

  /** As CycloneDX 1.6 has it; the order of the members is that of its schema. */
  Map<String, Object> json(String type) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("type", type);
    json.put("bom-ref", purl);
    group.ifPresent(value -> json.put("group", value));
    json.put("name", name);
    json.put("version", version);
    if (origin instanceof Artifact artifact) {
      // Not Map.of: its order is another one in each JVM.
      Map<String, String> hash = new LinkedHashMap<>();
      hash.put("alg", "SHA-256");
      hash.put("content", artifact.sha256);
      json.put("hashes", List.of(hash));
    }
    json.put("licenses", licenceObjects());
    if (origin instanceof Files files) {
      files.cpe.ifPresent(cpe -> json.put("cpe", cpe));
    }
    json.put("purl", purl);
    if (origin instanceof Files files) {
      List<Map<String, String>> places = new ArrayList<>();
      files.paths.forEach(path -> places.add(Map.of("location", path)));
      json.put("evidence", Map.of("occurrences", places));
    }
    return json;
  }

  private List<Map<String, Object>> licenceObjects() {
    List<Map<String, Object>> objects = new ArrayList<>();
    for (Licence licence : licences) {
      Map<String, Object> inner = new LinkedHashMap<>();
      if (licence.spdx().isPresent()) {
        inner.put("id", licence.spdx().get());
      } else {
        inner.put("name", licence.name());
        inner.put("url", licence.url());
      }
      objects.add(Map.of("license", inner));
    }
    return objects;
  }
}
