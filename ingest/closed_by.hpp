#pragma once

#include <memory>

namespace nightjar {

/// Deleter for what a C library hands out: `std::unique_ptr<GstCaps, ClosedBy<gst_caps_unref>>`.
template <auto close>
struct ClosedBy {
  template <typename T>
  void operator()(T* owned) const {
    close(owned);
  }
};

}  // namespace nightjar
