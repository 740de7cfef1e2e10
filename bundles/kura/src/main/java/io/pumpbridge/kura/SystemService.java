// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.kura;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.Properties;

/** Kura's service of this name, by reflection; only classes of the JDK pass. */
final class SystemService {
  static final String TYPE = "org.eclipse.kura.system.SystemService";

  private SystemService() {}

  /** One of Kura's properties; empty if the object is not what its name promises. */
  static Optional<String> property(Object service, String key) {
    Optional<Class<?>> type = findInterface(service.getClass());
    if (type.isEmpty()) {
      return Optional.empty();
    }
    try {
      // The interface's method, for the class behind it need not be public.
      Method method = type.get().getMethod("getProperties");
      return method.invoke(service) instanceof Properties properties
          ? Optional.ofNullable(properties.getProperty(key))
          : Optional.empty();
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
      return Optional.empty();
    }
  }

  private static Optional<Class<?>> findInterface(Class<?> type) {
    for (Class<?> offered : type.getInterfaces()) {
      if (offered.getName().equals(TYPE)) {
        return Optional.of(offered);
      }
      Optional<Class<?>> inherited = findInterface(offered);
      if (inherited.isPresent()) {
        return inherited;
      }
    }
    Class<?> parent = type.getSuperclass();
    return parent == null ? Optional.empty() : findInterface(parent);
  }
}
