// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The bundles that lie inside pump-bridge.jar, under {@code bundles/}, in the order of names. */
public final class ShippedBundles {
  private static final String FOLDER = "bundles/";

  private final Path product;
  private final List<String> names;

  private ShippedBundles(Path product, List<String> names) {
    this.product = product;
    this.names = List.copyOf(names);
  }

  /**
   * Finds the jar that this class was started from.
   *
   * @throws LaunchException if it was not started from pump-bridge.jar
   */
  public static ShippedBundles ofThisProduct() throws LaunchException {
    try {
      return in(
          Path.of(
              ShippedBundles.class.getProtectionDomain().getCodeSource().getLocation().toURI()));
    } catch (URISyntaxException e) {
      throw notTheProduct(e.getInput());
    }
  }

  /** Reads another product jar, for example in a test. */
  public static ShippedBundles in(Path product) throws LaunchException {
    try (JarFile jar = new JarFile(product.toFile())) {
      List<String> names =
          jar.stream()
              .map(ZipEntry::getName)
              .filter(name -> name.startsWith(FOLDER) && name.endsWith(".jar"))
              .sorted()
              .toList();
      if (names.isEmpty()) {
        throw notTheProduct(product.toString());
      }
      return new ShippedBundles(product, names);
    } catch (IOException e) {
      throw notTheProduct(product.toString());
    }
  }

  private static LaunchException notTheProduct(String where) {
    return new LaunchException(
        LaunchException.Fault.DEVICE,
        "product-incomplete",
        where + " holds no bundles; start pump-bridge.jar as it was built.");
  }

  public Path product() {
    return product;
  }

  /** Entry names within the product jar. */
  public List<String> names() {
    return names;
  }

  /** Does something with one bundle's bytes. */
  public interface Use<T> {
    T with(InputStream bundle) throws IOException;
  }

  public <T> T open(String name, Use<T> use) throws IOException {
    try (JarFile jar = new JarFile(product.toFile())) {
      Optional<ZipEntry> entry = Optional.ofNullable(jar.getEntry(name));
      try (InputStream in =
          jar.getInputStream(
              entry.orElseThrow(() -> new IOException(name + " is not in " + product)))) {
        return use.with(in);
      }
    }
  }

  /** A file within a bundle. */
  public static final class Content {
    private final String bundle;
    private final String path;
    private final byte[] bytes;

    private Content(String bundle, String path, byte[] bytes) {
      this.bundle = bundle;
      this.path = path;
      this.bytes = bytes;
    }

    public String bundle() {
      return bundle;
    }

    public String path() {
      return path;
    }

    public InputStream stream() {
      return new ByteArrayInputStream(bytes);
    }
  }

  /** All files within all bundles whose path is wanted. */
  public List<Content> find(Predicate<String> wanted) throws IOException {
    List<Content> found = new ArrayList<>();
    for (String name : names) {
      found.addAll(open(name, bundle -> findWithin(name, bundle, wanted)));
    }
    return found;
  }

  private static List<Content> findWithin(String name, InputStream bundle, Predicate<String> wanted)
      throws IOException {
    List<Content> found = new ArrayList<>();
    ZipInputStream zip = new ZipInputStream(bundle);
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      String path = entry.getName();
      if (!entry.isDirectory() && wanted.test(path)) {
        found.add(new Content(name, path, zip.readAllBytes()));
      }
    }
    return found;
  }
}
