// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * What every component may be told, read from the bundles themselves, so that a mistake in the
 * configuration is named before anything starts. A metatype has no word for the form of a text;
 * where a component demands one, its bundle's manifest says it: PID, setting, pattern, words.
 */
final class Metatype {
  private static final String FOLDER = "OSGI-INF/metatype/";
  private static final String FORM = "PumpBridge-Setting-";

  private Metatype() {}

  /** Attributes by id, by PID. */
  static Map<String, Map<String, Attribute>> of(ShippedBundles bundles) throws IOException {
    Map<String, Map<String, Attribute>> types = new TreeMap<>();
    List<ShippedBundles.Content> found =
        bundles.find(path -> path.startsWith(FOLDER) || path.equals(JarFile.MANIFEST_NAME)).stream()
            .filter(content -> content.bundle().contains("io.pumpbridge."))
            .toList();
    for (ShippedBundles.Content xml : found) {
      if (xml.path().startsWith(FOLDER)) {
        read(xml, types);
      }
    }
    for (ShippedBundles.Content manifest : found) {
      if (manifest.path().equals(JarFile.MANIFEST_NAME)) {
        readForms(manifest, types);
      }
    }
    return types;
  }

  private static void readForms(
      ShippedBundles.Content manifest, Map<String, Map<String, Attribute>> types)
      throws IOException {
    for (var header : new Manifest(manifest.stream()).getMainAttributes().entrySet()) {
      if (header.getKey().toString().startsWith(FORM)) {
        String[] said = header.getValue().toString().split(" ", 4);
        Map<String, Attribute> attributes = types.getOrDefault(said[0], Map.of());
        if (said.length < 4 || !attributes.containsKey(said[1])) {
          throw new IOException(manifest.bundle() + " has the form of a setting that is none");
        }
        Attribute.Form form = new Attribute.Form(Pattern.compile(said[2]), said[3]);
        attributes.put(said[1], attributes.get(said[1]).in(form));
      }
    }
  }

  private static void read(ShippedBundles.Content xml, Map<String, Map<String, Attribute>> types)
      throws IOException {
    NodeList classes = parse(xml).getElementsByTagName("OCD");
    for (int i = 0; i < classes.getLength(); i++) {
      Element ocd = (Element) classes.item(i);
      Map<String, Attribute> attributes = new TreeMap<>();
      NodeList definitions = ocd.getElementsByTagName("AD");
      for (int k = 0; k < definitions.getLength(); k++) {
        Attribute attribute = attribute((Element) definitions.item(k));
        attributes.put(attribute.id(), attribute);
      }
      types.put(ocd.getAttribute("id"), attributes);
    }
  }

  private static Element parse(ShippedBundles.Content xml) throws IOException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      DocumentBuilder builder = factory.newDocumentBuilder();
      return builder.parse(xml.stream()).getDocumentElement();
    } catch (SAXException | ParserConfigurationException e) {
      throw new IOException(xml.bundle() + " holds a metatype that cannot be read", e);
    }
  }

  private static Attribute attribute(Element ad) throws IOException {
    List<String> options = new ArrayList<>();
    NodeList elements = ad.getElementsByTagName("Option");
    for (int i = 0; i < elements.getLength(); i++) {
      options.add(((Element) elements.item(i)).getAttribute("value"));
    }
    String cardinality = ad.getAttribute("cardinality");
    boolean required = !ad.getAttribute("required").equals("false") && !ad.hasAttribute("default");
    return new Attribute(
        ad.getAttribute("id"),
        type(ad.getAttribute("type")),
        !cardinality.isEmpty() && !cardinality.equals("0"),
        required,
        number(ad, "min"),
        number(ad, "max"),
        options,
        Optional.empty());
  }

  private static Attribute.Type type(String name) throws IOException {
    return switch (name) {
      case "String", "Password" -> Attribute.Type.STRING;
      case "Integer" -> Attribute.Type.INTEGER;
      case "Long" -> Attribute.Type.LONG;
      case "Boolean" -> Attribute.Type.BOOLEAN;
      default -> throw new IOException("a metatype uses the type " + name);
    };
  }

  private static Optional<Long> number(Element ad, String name) {
    return ad.hasAttribute(name)
        ? Optional.of(Long.valueOf(ad.getAttribute(name)))
        : Optional.empty();
  }
}
