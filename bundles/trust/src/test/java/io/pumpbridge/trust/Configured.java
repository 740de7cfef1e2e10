// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust;

import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

/** A configuration as the framework hands it over. */
final class Configured {
  private Configured() {}

  /** What is named has the value that follows; all else its default, or nothing if it has none. */
  static TrustConfig with(Object... namesAndValues) {
    Map<String, Object> set = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      set.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return (TrustConfig)
        Proxy.newProxyInstance(
            TrustConfig.class.getClassLoader(),
            new Class<?>[] {TrustConfig.class},
            (proxy, method, arguments) ->
                set.getOrDefault(method.getName(), method.getDefaultValue()));
  }
}
