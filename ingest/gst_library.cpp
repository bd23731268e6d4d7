#include "ingest/gst_library.hpp"

#include <gst/gst.h>

#include <cstdlib>
#include <mutex>
#include <stdexcept>
#include <string>

namespace nightjar {

void start_gstreamer() {
  static std::once_flag started;
  std::call_once(started, [] {
    GError* error = nullptr;
    if (gst_init_check(nullptr, nullptr, &error) == FALSE) {
      const std::string line = error != nullptr ? error->message : "no reason given";
      g_clear_error(&error);
      throw std::runtime_error("GStreamer does not start: " + line);
    }
    if (std::getenv("GST_DEBUG") == nullptr) gst_debug_set_default_threshold(GST_LEVEL_NONE);
  });
}

}  // namespace nightjar
