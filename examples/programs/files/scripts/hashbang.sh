#!/bin/sh
echo "run by its first line: $1"
