#pragma once

#include <cstddef>
#include <span>

namespace nightjar {

/// The networks in models/, built into the library, so that a program needs no file beside it. ONNX bytes,
/// valid for ever; their cards stand beside them in models/.
[[nodiscard]] std::span<const std::byte> body_reader_model();       ///< for heat as measured
[[nodiscard]] std::span<const std::byte> body_reader_gain_model();  ///< for what a camera's gain made of it

}  // namespace nightjar
