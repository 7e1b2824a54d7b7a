//! Word files and other bytes as letters.

mod damaged;
mod docx;
mod file;
mod same;
